#include "ctl/import_run.hpp"

#include "ctl/progress_bar.hpp"
#include "ctl/terminal_text.hpp"

#include <fmt/ostream.h>

#include <algorithm>

namespace klik::ctl {

namespace {

/// Fewer pages are done before a bar could be read.
constexpr std::size_t few_pages = 8;

class ImportRun {
  public:
    ImportRun(const PageFiles& pages, const Municipality& municipality, Client& client,
              Console& console)
        : pages_{&pages}, municipality_{&municipality}, client_{&client}, console_{&console},
          bar_{console.err, std::string{console.say("Importerer", "Importing")},
               2 * pages.files.size(), console.progress && pages.files.size() > few_pages} {}

    ImportReport run() {
        for (const auto& problem : pages_->problems) {
            report_.pages.push_back({.file = problem.path, .problem = {}, .warnings = {}});
            refuse(report_.pages.back(), problem.sentence());
        }
        const auto done =
            client_->put_all([this] { return next_fact(); },
                             [this](std::size_t position, const Result<PutAnswer>& answer) {
                                 take_answer(report_.pages.at(sent_.at(position)), answer);
                             });
        if (!done) {
            report_.lost_contact = done.error();
        }
        find_outcomes();
        return std::move(report_);
    }

  private:
    struct Recorded {
        std::size_t page;
        Sequence sequence;
    };

    /// Of the next file that holds a page of this municipality; what does not is refused on the
    /// way.
    std::optional<Fact> next_fact() {
        while (next_file_ < pages_->files.size()) {
            const auto& file = pages_->files[next_file_++];
            report_.pages.push_back({.file = file.string(), .problem = {}, .warnings = {}});
            PageReport& report = report_.pages.back();
            const auto page = read_page_file(file);
            auto planned =
                page ? plan_page(file, *page, *municipality_) : std::unexpected(page.error());
            if (!planned) {
                bar_.step(2);
                refuse(report, planned.error().sentence());
                continue;
            }
            report.number = planned->number;
            report.warnings = std::move(planned->warnings);
            for (const auto& warning : report.warnings) {
                say(fmt::format("{}: {}: {}", report.file, console_->say("advarsel", "warning"),
                                warning));
            }
            sent_.push_back(report_.pages.size() - 1);
            bar_.step();
            return std::move(planned->fact);
        }
        return std::nullopt;
    }

    void take_answer(PageReport& report, const Result<PutAnswer>& answer) {
        if (!answer) {
            bar_.step();
            refuse(report, report.file + ": " + answer.error().text);
        } else if (answer->duplicate) {
            bar_.step();
            report.outcome = PageOutcome::unchanged;
        } else {
            recorded_.push_back(
                {static_cast<std::size_t>(&report - report_.pages.data()), answer->sequence});
        }
    }

    /// The acknowledgement says where the fact stands; its record says what it did.
    void find_outcomes() {
        for (const Recorded& recorded : recorded_) {
            PageReport& report = report_.pages[recorded.page];
            report.outcome = PageOutcome::imported;
            bar_.step();
            if (report_.lost_contact) {
                continue;
            }
            const auto page =
                client_->query_page("history", Value::map({{"number", report.number}}),
                                    sequence_text(recorded.sequence - 1));
            if (!page) {
                report_.lost_contact = page.error();
            } else if (!page->rows.empty()) {
                report.outcome = outcome_of(page->rows.front());
            }
        }
    }

    void refuse(PageReport& report, std::string problem) {
        report.outcome = PageOutcome::refused;
        say(fmt::format("{}: {}", console_->say("afvist", "refused"), problem));
        report.problem = std::move(problem);
    }

    void say(const std::string& line) {
        if (!console_->json) {
            bar_.clear();
            fmt::print(console_->err, "{}\n", terminal_line(line));
        }
    }

    const PageFiles* pages_;
    const Municipality* municipality_;
    Client* client_;
    Console* console_;
    ProgressBar bar_;
    ImportReport report_;
    std::size_t next_file_ = 0;
    std::vector<std::size_t> sent_; ///< pages in the order in which they were put
    std::vector<Recorded> recorded_;
};

} // namespace

std::string_view canonical(PageOutcome outcome) {
    switch (outcome) {
    case PageOutcome::imported:
        return "imported";
    case PageOutcome::unchanged:
        return "unchanged";
    case PageOutcome::stale:
        return "stale";
    case PageOutcome::refused:
        return "refused";
    case PageOutcome::unanswered:
        break;
    }
    return "unanswered";
}

std::size_t ImportReport::count(PageOutcome outcome) const {
    return static_cast<std::size_t>(std::ranges::count(pages, outcome, &PageReport::outcome));
}

PageOutcome outcome_of(const Value& history_row) {
    const Value& data = history_row["data"];
    if (data["changed"].flag_or(true)) {
        return PageOutcome::imported;
    }
    return data["stale"].list().empty() ? PageOutcome::unchanged : PageOutcome::stale;
}

ImportReport import_pages(const PageFiles& pages, const Municipality& municipality, Client& client,
                          Console& console) {
    return ImportRun{pages, municipality, client, console}.run();
}

} // namespace klik::ctl
