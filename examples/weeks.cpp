// A municipality's weeks before and after its deadlines, for scripts/demo: moves the virtual clock
// day by day, asks for tasks to be completed on the way, and tells in Danish what klikd published.
// It shows the whole of the SDK's use: questions, requests, and a durable stream.

#include "klik/client.hpp"
#include "klik/durable_stream.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace {

using klik::Event;
using klik::Value;
using std::chrono::days;
using std::chrono::sys_days;

constexpr days walk_before_first_deadline{28};
constexpr days walk_after_last_deadline{21};
constexpr days done_before_deadline{3};
constexpr days done_after_deadline{10};
constexpr std::chrono::minutes patience{2};

template <class T>
T must(klik::Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().code + ": " + result.error().text);
    }
    return std::move(*result);
}

sys_days day_of(std::string_view iso_date) {
    const auto number = [&](std::size_t from, std::size_t count) {
        return std::stoi(std::string{iso_date.substr(from, count)});
    };
    return std::chrono::year{number(0, 4)} / number(5, 2) / number(8, 2);
}

std::string iso_date(sys_days day) {
    const std::chrono::year_month_day date{day};
    const auto two = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two(static_cast<unsigned>(date.month())) + '-' + two(static_cast<unsigned>(date.day()));
}

std::string long_date(sys_days day) {
    constexpr std::array weekdays{"Søndag",  "Mandag", "Tirsdag", "Onsdag",
                                  "Torsdag", "Fredag", "Lørdag"};
    constexpr std::array months{"januar",    "februar", "marts",    "april",
                                "maj",       "juni",    "juli",     "august",
                                "september", "oktober", "november", "december"};
    const std::chrono::year_month_day date{day};
    const auto month = static_cast<unsigned>(date.month()) - 1;
    return std::string{weekdays.at(std::chrono::weekday{day}.c_encoding())} + " den " +
           std::to_string(static_cast<unsigned>(date.day())) + ". " + months.at(month) + ' ' +
           std::to_string(static_cast<int>(date.year()));
}

klik::StreamOptions from_now_on(const std::string& control) {
    klik::StreamOptions options;
    options.control = control;
    options.name = "weeks";
    options.from = "end";
    return options;
}

struct Task {
    std::string title;
    std::string status; ///< the word for people
    std::string colour; ///< the word for people
    bool open = true;
    bool ready = true;
    std::optional<sys_days> due;
    std::optional<sys_days> done_on; ///< when its completion is asked for
};

Task task_of(const Value& data) {
    Task task;
    task.title = data["title"].text();
    task.status = data["status_label"].text();
    task.colour = data["colour_label"].text();
    task.ready = data["ready"].flag_or(true);
    task.open = data["status"].text() != "completed" && data["status"].text() != "not_relevant";
    if (data["due_date"].is_text()) {
        task.due = day_of(data["due_date"].text());
    }
    return task;
}

class Weeks {
  public:
    explicit Weeks(const std::string& control)
        : client_{must(klik::Client::connect({.control = control}))},
          stream_{must(klik::DurableStream::open(from_now_on(control)))} {
        for (const auto& row : must(client_.query("tasks"))) {
            tasks_[row["number"].whole().value_or(0)] = task_of(row);
        }
        for (const auto& row : must(client_.query("person"))) {
            names_[std::string{row["id"].text()}] = row["name"].text();
        }
    }

    void walk() {
        plan();
        for (sys_days day = first_; day <= last_; day += days{1}) {
            today_ = day;
            heading_due_ = true;
            // 11:00 UTC is past the day's run, in winter and in summer.
            must(client_.advance_clock(iso_date(day) + "T11:00:00Z", patience));
            tell_news();
            ask_for_completions();
        }
    }

  private:
    /// Most tasks are done in time and every third one late, the earliest deadline first.
    void plan() {
        std::vector<Task*> by_deadline;
        for (auto& [number, task] : tasks_) {
            if (task.due && task.open) {
                by_deadline.push_back(&task);
            }
        }
        if (by_deadline.empty()) {
            throw std::runtime_error(
                "no open task has a deadline, so there are no weeks to walk through");
        }
        std::ranges::stable_sort(by_deadline, {}, [](const Task* task) { return *task->due; });
        for (std::size_t i = 0; i < by_deadline.size(); ++i) {
            Task& task = *by_deadline[i];
            task.done_on =
                i % 3 == 0 ? *task.due + done_after_deadline : *task.due - done_before_deadline;
        }
        first_ = *by_deadline.front()->due - walk_before_first_deadline;
        last_ = *by_deadline.back()->due + walk_after_last_deadline;
    }

    void ask_for_completions() {
        for (auto& [number, task] : tasks_) {
            if (!task.done_on || *task.done_on > today_ || !task.open || !task.ready) {
                continue;
            }
            task.done_on.reset();
            klik::ChangeRequest request;
            request.id = "weeks-" + std::to_string(number);
            request.number = number;
            request.change = Value::map({{"status", "Fuldført"}});
            const auto answer = must(client_.request(request));
            say("?  #" + std::to_string(number) + " ønskes sat til Fuldført: " +
                (answer.accepted ? "sendt til platformen" : "afvist, " + answer.reason));
            if (answer.accepted) {
                unanswered_.insert(request.id);
            }
            tell_news();
        }
    }

    /// Tells all that has been published so far, and waits for what the platform has yet to answer.
    void tell_news() {
        const auto give_up = std::chrono::steady_clock::now() + patience;
        while (!unanswered_.empty() || must(client_.ping()).head > stream_.complete_up_to()) {
            if (const auto event = must(stream_.next(std::chrono::milliseconds{200}))) {
                tell(*event);
                stream_.acknowledge(*event);
            }
            if (std::chrono::steady_clock::now() > give_up) {
                throw std::runtime_error("the platform has not carried out what it was asked to");
            }
        }
    }

    void tell(const Event& event) {
        if (event.type == "dk.klik.task.state.v1") {
            tell_state(event);
        } else if (event.type == "dk.klik.notification.v1") {
            tell_notification(event);
        } else if (event.type == "dk.klik.request.outcome.v1" &&
                   event.data["outcome"].text() != "accepted") {
            unanswered_.erase(std::string{event.data["request"].text()});
        }
    }

    void tell_state(const Event& event) {
        const auto number = event.data["number"].whole().value_or(0);
        Task& known = tasks_[number];
        Task now = task_of(event.data);
        now.done_on = known.done_on;
        if (now.status != known.status) {
            say("✓  #" + std::to_string(number) + ' ' + now.title + ": " + now.status);
        } else if (now.colour != known.colour) {
            say("●  #" + std::to_string(number) + ' ' + now.title + ": " + known.colour + " → " +
                now.colour);
        }
        known = std::move(now);
    }

    void tell_notification(const Event& event) {
        const std::string person{event.data.at("recipient.person").text()};
        const bool shared = event.data.at("recipient.role").text() == "mailbox";
        const auto name = names_.find(person);
        const auto& reader = name == names_.end() ? person : name->second;
        for (const auto& item : event.data["items"].list()) {
            say("✉  til " + (shared ? "den fælles postkasse " + person : reader) + ": " +
                std::string{item.at("text.da").text()});
        }
    }

    void say(const std::string& line) {
        if (std::exchange(heading_due_, false)) {
            std::cout << '\n' << long_date(today_) << '\n';
        }
        std::cout << "  " << line << '\n' << std::flush;
    }

    klik::Client client_;
    klik::DurableStream stream_;
    std::map<std::int64_t, Task> tasks_;
    std::map<std::string, std::string> names_; ///< of people, by id
    std::set<std::string> unanswered_;         ///< requests
    sys_days first_, last_, today_;
    bool heading_due_ = false;
};

} // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        std::cerr << "usage: weeks CONTROL_ENDPOINT\n";
        return 2;
    }
    try {
        Weeks{arguments[1]}.walk();
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << "weeks: " << failure.what() << '\n';
        return 1;
    }
}
