#pragma once

#include "journal/journal.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace klik::journal::test {

inline const MunicipalityCode korsbaek{"9999"};
inline const MunicipalityCode copenhagen{"0101"};

/// With the files of the journal in it.
class TemporaryFolder : public klik::test::TemporaryFolder {
  public:
    [[nodiscard]] std::string file(const std::string& name = "journal.db") const {
        return data() + '/' + name;
    }
};

/// A disk of its own, for as long as the object lives. Needs the right to mount.
class SmallDisk {
  public:
    explicit SmallDisk(const std::filesystem::path& folder, int size_mib = 2);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool mounted() const { return mounted_; }
    [[nodiscard]] bool make_unwritable() const;

  private:
    std::string folder_;
    std::string size_;
    bool mounted_;
};

/// Makes records that follow each other, as the engine would; `head` is a record of kind state.
class Log {
  public:
    explicit Log(Sequence head = {});
    codec::Record next(engine::EventKind kind = engine::EventKind::state,
                       const std::string& subject = "121850");

  private:
    Sequence head_;
    std::array<Sequence, engine::event_kind_count> heads_{};
};

[[nodiscard]] std::unique_ptr<Journal> open_or_throw(const std::string& folder);
/// The problem of an open that has to fail.
[[nodiscard]] domain::Problem refusal(const std::string& folder);
[[nodiscard]] std::vector<std::uint64_t>
sequences(const Result<std::vector<codec::Record>>& records);
[[nodiscard]] std::string bytes_of(const std::string& file);
/// Runs statements on a file as another program would.
void run_sql(const std::string& file, const std::string& script);

/// A process that runs `work` with a descriptor that the parent reads.
class Child {
  public:
    explicit Child(const std::function<void(int report)>& work);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// A line, without its end; empty when the child has ended.
    [[nodiscard]] std::string line() const;
    /// kill -9, and waits for the end.
    void kill();

  private:
    int process_ = 0;
    int reports_ = -1;
};
void report(int descriptor, const std::string& line);
/// What a child does that runs statements on a journal's file, says so and keeps it open: its line
/// is "holding".
[[nodiscard]] std::function<void(int report)> holding(const std::string& file,
                                                      const std::string& script);

} // namespace klik::journal::test

namespace klik::domain {
/// How a test's failure shows a problem.
void PrintTo(const Problem& problem, std::ostream* out);
} // namespace klik::domain
