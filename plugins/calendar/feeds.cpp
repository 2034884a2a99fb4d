#include "calendar/feeds.hpp"

#include "calendar/presentation.hpp"
#include "calendar/todo.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace klik::calendar {

namespace {

constexpr std::array endings{".ics", "-due.ics"};
constexpr std::size_t digits_of_checksum = 6;
constexpr std::size_t longest_slug = 60;
constexpr std::chrono::seconds between_tries{10};

std::string slug_of(std::string_view name) {
    std::string slug;
    for (std::size_t at = 0; at < name.size() && slug.size() < longest_slug; ++at) {
        const auto rest = name.substr(at);
        const auto byte = static_cast<unsigned char>(name[at]);
        if (byte < 0x80 && std::isalnum(byte) != 0) {
            slug += static_cast<char>(std::tolower(byte));
        } else if (rest.starts_with("æ") || rest.starts_with("Æ")) {
            slug += "ae";
        } else if (rest.starts_with("ø") || rest.starts_with("Ø")) {
            slug += "oe";
        } else if (rest.starts_with("å") || rest.starts_with("Å")) {
            slug += "aa";
        } else if (byte < 0x80 && !slug.ends_with('-')) {
            slug += '-';
        }
    }
    return slug;
}

Component new_feed(const std::string& name) {
    auto feed = new_calendar();
    add(*feed, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    add_extra(*feed, "X-WR-CALNAME", one_line(name));
    add_extra(*feed, "X-PUBLISHED-TTL", "PT1H");
    return feed;
}

std::string text_in(const std::filesystem::path& path) {
    const std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::unexpected<Error> unusable(const std::filesystem::path& path) {
    return std::unexpected(
        Error{"unusable", path.native() + " cannot be written: " +
                              std::error_code{errno, std::generic_category()}.message()});
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

std::string feed_name(const std::string& municipality, const std::string& project) {
    return fmt::format("{}-{}-{}", municipality, slug_of(project),
                       checksum(project).substr(0, digits_of_checksum));
}

Result<void> replace_file(const std::filesystem::path& path, std::string_view text) {
    if (text_in(path) == text) {
        return {};
    }
    auto made = path;
    made += ".new";
    constexpr mode_t for_all_to_read = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
    const int descriptor = ::open(
        made.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, for_all_to_read);
    if (descriptor < 0) {
        return unusable(path);
    }
    // This program's umask is for its state, and a web server is somebody else.
    const bool written = ::fchmod(descriptor, for_all_to_read) == 0 &&
                         write_all(descriptor, text) && ::fsync(descriptor) == 0;
    const int failure = errno;
    const bool closed = ::close(descriptor) == 0;
    if (!written || !closed) {
        errno = written ? errno : failure;
        return unusable(path);
    }
    if (::rename(made.c_str(), path.c_str()) != 0) {
        return unusable(path);
    }
    return {};
}

void Feeds::mark_all() {
    marked_.merge(desk_.tasks().projects());
}

bool Feeds::write(const std::string& project) {
    const auto tasks = new_feed(project);
    const auto dates = new_feed(project);
    for (const auto number : desk_.tasks().in_project(project)) {
        const auto task = desk_.task(number);
        if (!task) {
            return false;
        }
        if (*task == nullptr) {
            continue;
        }
        Showing showing;
        showing.language = settings_.language;
        showing.link = link_to(settings_, **task);
        showing.status = (*task)->status;
        showing.in_a_feed = true;
        add_todo(*tasks, **task, showing);
        if ((*task)->due && !common::is_closed((*task)->status)) {
            add_due_event(*dates, **task, showing);
        }
    }
    const auto name = feed_name(desk_.municipality(), project);
    const std::array texts{text_of(*tasks), text_of(*dates)};
    for (std::size_t i = 0; i < endings.size(); ++i) {
        store_.add_feed(name + endings.at(i));
        const auto replaced =
            replace_file(*settings_.feed_folder / (name + endings.at(i)), texts.at(i));
        if (!replaced) {
            trouble_.lasts(desk_.municipality(), replaced.error().text);
            return false;
        }
    }
    trouble_.is_over("feeds can be written again");
    return true;
}

void Feeds::write() {
    if ((marked_.empty() && compared_) || std::chrono::steady_clock::now() < try_again_) {
        return;
    }
    const auto projects = desk_.tasks().projects();
    std::erase_if(marked_, [&](const std::string& project) {
        return !projects.contains(project) || write(project);
    });
    if (!marked_.empty()) {
        try_again_ = std::chrono::steady_clock::now() + between_tries;
    }
    remove_files_without_project(projects);
    compared_ = true;
}

void Feeds::remove_files_without_project(const std::set<std::string>& projects) {
    std::set<std::string> files;
    for (const auto& project : projects) {
        for (const auto* ending : endings) {
            files.insert(feed_name(desk_.municipality(), project) + ending);
        }
    }
    for (const auto& file : store_.feeds()) {
        std::error_code failure;
        if (!files.contains(file) &&
            (std::filesystem::remove(*settings_.feed_folder / file, failure), !failure)) {
            store_.drop_feed(file);
        }
    }
}

} // namespace klik::calendar
