#pragma once

#include "calendar/klikd_desk.hpp"
#include "calendar/store.hpp"

#include <set>
#include <string>

namespace klik::calendar {

/// Two files for each project in `feed_folder`: its tasks, and the due dates of the open ones as
/// events for programs that show no tasks.
class Feeds {
  public:
    Feeds(const Settings& settings, KlikdDesk& desk, const Store& store)
        : settings_{settings}, desk_{desk}, store_{store} {}

    /// Something about this task is otherwise, which stands or stood in that project.
    void mark(const std::string& project) { marked_.insert(project); }
    void mark_all();
    /// Writes what is marked, and removes the files of projects that are gone.
    void write();

  private:
    [[nodiscard]] bool write(const std::string& project);
    void remove_files_without_project(const std::set<std::string>& projects);

    const Settings& settings_;
    KlikdDesk& desk_;
    const Store& store_;
    std::set<std::string> marked_;
    bool compared_ = false; ///< files of projects that went while this program was off are gone
    std::chrono::steady_clock::time_point try_again_{};
    common::Trouble trouble_{"C232", "C233"};
};

/// `9999-dubu-3-0-1f2e3d`: readable, and another for each name of a project.
[[nodiscard]] std::string feed_name(const std::string& municipality, const std::string& project);

/// Puts `text` in the place of the file at once, so that a reader sees the old or the new one; does
/// nothing where it has that text already. `unusable` when it cannot.
[[nodiscard]] Result<void> replace_file(const std::filesystem::path& path, std::string_view text);

} // namespace klik::calendar
