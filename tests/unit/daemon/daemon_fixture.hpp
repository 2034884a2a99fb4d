#pragma once

#include "daemon/group_commit.hpp"
#include "daemon/time_zone.hpp"
#include "journal/journal.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace klik::daemon::test {

using klik::test::Json;

inline const domain::MunicipalityCode korsbaek{"9999"};

/// A folder of its own, gone with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string data() const { return (path_ / "data").native(); }
    /// Writes a file and gives its path.
    std::string file(const std::string& name, const std::string& text) const;

  private:
    std::filesystem::path path_;
};

/// A real journal whose disk is full from a chosen moment on.
class FillingJournal final : public journal::Journal {
  public:
    explicit FillingJournal(std::unique_ptr<journal::Journal> real) : real_{std::move(real)} {}

    void fail_next_commit() { commit_fails_ = true; }
    void fail_next_append() { append_fails_ = true; }
    [[nodiscard]] int commits() const { return commits_; }

    [[nodiscard]] const std::string& epoch() const override { return real_->epoch(); }
    [[nodiscard]] bool read_only() const override { return full_ || real_->read_only(); }
    [[nodiscard]] domain::Result<void> append(const domain::MunicipalityCode& municipality,
                                              const codec::Record& record) override;
    [[nodiscard]] domain::Result<void> commit() override;
    void rollback() override { real_->rollback(); }
    [[nodiscard]] domain::Result<std::vector<codec::Record>>
    read(const domain::MunicipalityCode& municipality, domain::Sequence after,
         journal::KindMask kinds, std::size_t limit) override;
    [[nodiscard]] domain::Result<std::vector<codec::Record>>
    history(const domain::MunicipalityCode& municipality, domain::TaskNumber task,
            domain::Sequence after, std::size_t limit) override;
    [[nodiscard]] domain::Result<std::optional<codec::Record>>
    find(const domain::MunicipalityCode& municipality, domain::Sequence sequence) override;
    [[nodiscard]] domain::Sequence head(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Sequence first(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Result<std::optional<domain::Sequence>>
    find_input(const domain::MunicipalityCode& municipality, std::string_view source,
               std::string_view id) override;
    [[nodiscard]] domain::Result<void> remember_input(const domain::MunicipalityCode& municipality,
                                                      std::string_view source, std::string_view id,
                                                      domain::Sequence sequence) override;
    [[nodiscard]] domain::Result<std::optional<journal::Cursor>>
    cursor(const domain::MunicipalityCode& municipality, std::string_view name) override;
    [[nodiscard]] domain::Result<void> store_cursor(const domain::MunicipalityCode& municipality,
                                                    std::string_view name,
                                                    const journal::Cursor& cursor) override;
    [[nodiscard]] domain::Result<std::size_t>
    count_cursors(const domain::MunicipalityCode& municipality, std::string_view owner) override;
    [[nodiscard]] domain::Result<domain::PersonId>
    person_id_for(const domain::MunicipalityCode& municipality, std::string_view name) override;
    [[nodiscard]] domain::Result<std::optional<journal::Person>>
    person(const domain::MunicipalityCode& municipality, const domain::PersonId& id) override;
    [[nodiscard]] domain::Result<std::vector<journal::Person>>
    people(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Result<void> erase_person(const domain::MunicipalityCode& municipality,
                                                    const domain::PersonId& id) override;
    [[nodiscard]] domain::Result<std::optional<journal::StoredSnapshot>>
    latest_snapshot(const domain::MunicipalityCode& municipality) override;
    [[nodiscard]] domain::Result<void>
    store_snapshot(const domain::MunicipalityCode& municipality,
                   const journal::StoredSnapshot& snapshot) override;

  private:
    std::unexpected<domain::Problem> fill();

    std::unique_ptr<journal::Journal> real_;
    bool commit_fails_ = false;
    bool append_fails_ = false;
    bool full_ = false;
    int commits_ = 0;
};

/// A fact's envelope in which the platform observes a task.
[[nodiscard]] Json observed(int number, const std::string& id, const Json& fields = Json::object());

[[nodiscard]] inline domain::UtcTime utc(std::string_view text) {
    return domain::utc_from_rfc3339(text).value();
}

} // namespace klik::daemon::test
