#pragma once

#include <klik/error.hpp>
#include <klik/keys.hpp>
#include <spdlog/common.h>
#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::common {

/// One of the municipalities that klikd serves.
struct Municipality {
    std::string code;
    std::string control; ///< endpoint
    friend bool operator==(const Municipality&, const Municipality&) = default;
};

/// The operator's file (docs/configuration.md), which klikd and all plugins share. Mistakes are
/// gathered as sentences, each with `file:line`.
class SettingsFile {
  public:
    /// A file that cannot be read or is no TOML has its mistake too.
    explicit SettingsFile(std::filesystem::path path);

    [[nodiscard]] const toml::table& top() const { return top_; }
    /// What a path in the file is relative to.
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    /// Those of `[[municipality]]` with klikd's defaults; Korsbæk Kommune where there is none.
    [[nodiscard]] std::vector<Municipality> municipalities() const;
    /// That of `[log]`, klikd's.
    [[nodiscard]] spdlog::level::level_enum log_level() const;

    void report(const toml::source_region& where, std::string_view words);
    [[nodiscard]] const std::vector<std::string>& mistakes() const { return mistakes_; }

  private:
    std::filesystem::path path_;
    std::filesystem::path folder_;
    toml::table top_;
    std::vector<std::string> mistakes_;
};

/// A plugin's table `[plugins.NAME]`, read key by key. A key that is missing is no value and no
/// mistake; one that does not fit is no value and a mistake that says what is allowed.
class Section {
  public:
    /// A missing table is empty. The file outlives the section and stays where it is.
    Section(SettingsFile& file, std::string_view plugin);
    /// The table `key` in another one, such as `[plugins.NAME.KEY]`.
    Section(Section& parent, std::string_view key);
    Section(const Section&) = delete;
    Section& operator=(const Section&) = delete;

    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    /// A list of them.
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key);
    [[nodiscard]] std::optional<bool> flag(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> whole(std::string_view key, std::int64_t lowest,
                                                    std::int64_t highest);
    [[nodiscard]] std::optional<std::filesystem::path> file(std::string_view key);
    /// A file that is there and holds certificates (PEM).
    [[nodiscard]] std::optional<std::filesystem::path> certificates(std::string_view key);
    /// A text that `read` turns into an optional value; `allowed` ends the sentence "must be ...".
    template <class Read>
    [[nodiscard]] auto parsed(std::string_view key, Read read, std::string_view allowed)
        -> decltype(read(std::string_view{})) {
        const auto words = text(key);
        if (!words) {
            return {};
        }
        auto value = read(std::string_view{*words});
        if (!value) {
            refuse(key, allowed);
        }
        return value;
    }
    /// The same for a key that has to be there.
    template <class Read>
    [[nodiscard]] auto required(std::string_view key, Read read, std::string_view allowed)
        -> decltype(read(std::string_view{})) {
        if (!has(key)) {
            refuse(key, allowed);
        }
        return parsed(key, read, allowed);
    }
    [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
    [[nodiscard]] bool is_table(std::string_view key) const {
        return table_->get_as<toml::table>(key) != nullptr;
    }
    /// Of a table whose keys are the operator's own, in alphabetical order.
    [[nodiscard]] std::vector<std::string> keys() const;

    /// Of `NAME_file` (closed to others) or `NAME_credential` (of systemd), one of which may be
    /// there: the secret that it holds, which is nobody's business but the server's.
    [[nodiscard]] std::optional<std::string> secret(const std::string& name);
    /// `key` (a file) or `key_credential` (of systemd), and `server_key`, which klikd with CURVE
    /// needs.
    [[nodiscard]] std::optional<CurveKeys> curve_keys();

    void refuse(std::string_view key, std::string_view allowed);
    /// Reports `text` at the key's line, or at the table's where the key is missing.
    void report(std::string_view key, std::string_view text);
    /// Keys that nobody asked for and that are not klikd's own are mistakes. To be called last.
    void finish();

  private:
    [[nodiscard]] const toml::node* look_up(std::string_view key);

    SettingsFile& file_;
    std::string name_;         ///< `plugins.NAME`
    const toml::table* table_; ///< a copy would not know its lines
    std::set<std::string, std::less<>> known_;
};

} // namespace klik::common
