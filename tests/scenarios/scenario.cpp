#include "scenarios/scenario.hpp"

#include "scenarios/story_text.hpp"
#include "support/silence.hpp"
#include "support/world.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace klik::test {

namespace {

using domain::TaskField;

/// Whether the story says that it is about vacant roles.
bool is_about_vacant_roles(const std::filesystem::path& file) {
    std::ifstream stream(file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return text.contains(", vacant roles: ");
}

class Player {
  public:
    std::vector<std::string> play(const std::filesystem::path& file) {
        bool begun = false;
        if (is_about_vacant_roles(file)) {
            world_.show_vacancies();
        }
        for (const StoryLine& line : lines_of_story(file)) {
            if (!begun && !line.text.starts_with("known ")) {
                begin();
                begun = true;
            }
            line_ = &line;
            try {
                step(line);
            } catch (const std::exception& problem) {
                differ(std::string("cannot be played: ") + problem.what());
            }
        }
        if (!(world_.replayed() == world_.state())) {
            problems_.emplace_back("the recorded events alone give another state");
        }
        return problems_;
    }

  private:
    /// What was known before has had its run, and all that is told of it is over.
    void begin() {
        world_.clock("2024-02-01 09:00");
        static_cast<void>(world_.told());
    }

    void step(const StoryLine& line) {
        std::istringstream words(line.text);
        std::string verb;
        words >> verb;
        std::string rest;
        std::getline(words, rest);
        rest = trimmed(rest);
        if (verb == "clock") {
            world_.clock(rest);
        } else if (verb == "wait") { // wait 10m
            world_.wait(std::chrono::minutes{std::stoi(rest)});
        } else if (verb == "off-until") {
            world_.off_until(rest);
        } else if (verb == "fact" || verb == "known") {
            const auto [number, fields] = numbered(rest);
            world_.fact(number, fields_of(fields));
        } else if (verb == "old-fact") { // old-fact 2024-01-01 12:00 #1 title A
            const auto [number, fields] = numbered(rest.substr(17));
            world_.fact_of(rest.substr(0, 16), number, fields_of(fields));
        } else if (verb == "removed") {
            world_.removed(numbered(rest).first);
        } else if (verb == "old-removed") { // old-removed 2024-01-01 12:00 #1
            world_.removed_of(rest.substr(0, 16), numbered(rest.substr(17)).first);
        } else if (verb == "set-begins") { // set-begins s1 for DUBU 3.0
            const std::string project = take_behind(rest, "for ");
            world_.set_started(rest, 0, project);
        } else if (verb == "set-ends") { // set-ends s1 2 for DUBU 3.0
            const std::string project = take_behind(rest, "for ");
            const auto parts = split(rest, ' ');
            world_.set_ended(parts.at(0), std::stoull(parts.at(1)), 0, project);
        } else if (verb == "local") {
            local(rest);
        } else if (verb == "edge" || verb == "no-edge") {
            edge(verb == "edge", rest);
        } else if (verb == "role") {
            assign(rest);
        } else if (verb == "replaced") { // replaced anna by bo
            const std::string by = take_behind(rest, "by ");
            world_.replace(rest, by);
        } else if (verb == "bounced") { // bounced anna reminder
            const auto parts = split(rest, ' ');
            if (!world_.bounce(parts.at(0), parts.size() > 1 ? parts[1] : "")) {
                differ("nothing was told");
            }
        } else if (verb == "role-ended") { // role-ended project_leader lena
            const auto parts = split(rest, ' ');
            world_.end_role(parts.at(0), parts.at(1));
        } else if (verb == "deputy") {
            deputy(rest);
        } else if (verb == "absent") {
            absent(rest);
        } else if (verb == "rules:") {
            std::string toml;
            for (const auto& part : line.block) {
                toml += part + '\n';
            }
            world_.load_rules(toml);
        } else if (verb == "request") {
            request(rest);
        } else if (verb == "outcome") { // outcome r1 fulfilled
            const auto parts = split(rest, ' ');
            expect(world_.outcome(parts.at(0)), parts.at(1));
        } else if (verb == "danish") { // danish Husk opgave #1
            danish(rest);
        } else if (verb == "why-not") { // why-not #1 anna 2024-02-19 is inhibited
            why_not(rest);
        } else if (verb == "told:") {
            told(line.block);
        } else if (verb.starts_with('#')) { // #1 is yellow, ready
            state_of(domain::task_number(verb).value().value, rest);
        } else {
            differ("no such step");
        }
    }

    /// What stands behind the word, which it is then without; empty where it is not there.
    static std::string take_behind(std::string& text, const std::string& word) {
        const auto at = text.find(' ' + word);
        if (at == std::string::npos) {
            return "";
        }
        std::string behind = trimmed(text.substr(at + 1 + word.size()));
        text.resize(at);
        return behind;
    }

    /// `project_leader lena primary for DUBU 3.0, Aula`
    void assign(std::string text) {
        domain::AssignmentSaid said;
        said.projects.emplace();
        for (const auto& project : split(take_behind(text, "for "), ',')) {
            said.projects->insert(project);
        }
        const auto parts = split(text, ' ');
        said.primary = parts.size() > 2 && parts[2] == "primary";
        world_.assign(parts.at(0), parts.at(1), said);
    }

    /// `bo of lena as project_leader`
    void deputy(std::string text) {
        const std::string role = take_behind(text, "as ");
        const std::string of = take_behind(text, "of ");
        world_.assign(role.empty() ? "assignee" : role, text, {}, of);
    }

    /// `anna 2024-02-10 2024-02-20`
    void absent(const std::string& text) {
        const auto parts = split(text, ' ');
        world_.away(parts.at(0),
                    {domain::date_from_iso(parts.at(1)), domain::date_from_iso(parts.at(2))});
    }

    static std::pair<std::int64_t, std::string> numbered(const std::string& text) {
        const auto space = text.find(' ');
        return {domain::task_number(text.substr(0, space)).value().value,
                space == std::string::npos ? "" : trimmed(text.substr(space))};
    }

    /// `new title A; due_date 2024-03-04`, `#-1 status Fuldført`, `#-1 removed`; `gives` at the end
    void local(const std::string& text) {
        const auto [wish, wanted] = with_answer(text);
        engine::LocalChange change;
        const auto space = wish.find(' ');
        const std::string who = wish.substr(0, space);
        const std::string what = space == std::string::npos ? "" : trimmed(wish.substr(space));
        if (what == "removed") {
            change.action = engine::LocalAction::remove_task;
        } else {
            change.action =
                who == "new" ? engine::LocalAction::add_task : engine::LocalAction::change_task;
            for (auto& [field, value] : fields_of(what)) {
                change.task.fields.set(field, std::move(value));
            }
        }
        if (who != "new") {
            change.task.number = domain::task_number(who).value();
        }
        expect_answer(world_.local(std::move(change)), wanted);
    }

    /// `#2 on #-1`
    void edge(bool add, const std::string& text) {
        const auto [wish, wanted] = with_answer(text);
        const auto on = wish.find(" on ");
        engine::LocalChange change;
        change.action = add ? engine::LocalAction::add_edge : engine::LocalAction::remove_edge;
        change.task.number = domain::task_number(wish.substr(0, on)).value();
        change.prerequisite = domain::task_number(trimmed(wish.substr(on + 4))).value();
        expect_answer(world_.local(std::move(change)), wanted);
    }

    static std::pair<std::string, std::string> with_answer(const std::string& text) {
        const auto gives = text.find(" gives ");
        return {trimmed(text.substr(0, gives)),
                gives == std::string::npos ? "" : trimmed(text.substr(gives + 7))};
    }

    /// Without an answer that was written down it has to be done.
    void expect_answer(const std::string& answer, const std::string& wanted) {
        expect(wanted.empty() && answer.starts_with("ok ") ? "" : answer, wanted);
    }

    /// Some item of the last notice begins with these words.
    void danish(const std::string& text) {
        std::vector<domain::NotificationItem> items;
        for (const auto& event : world_.events()) {
            if (auto notice = world_.shown(event)) {
                items = std::move(notice->items);
            }
        }
        const bool said = std::ranges::any_of(
            items, [&](const auto& item) { return item.text_da.starts_with(text); });
        expect(said || items.empty() ? (said ? text : "nothing") : items.front().text_da, text);
    }

    /// `r1 #1 status Fuldført by anna seeing 2 gives refused complete_blocked`
    void request(const std::string& text) {
        const auto gives = text.find(" gives ");
        std::string wish = text.substr(0, gives);
        std::string actor;
        const std::string seen = take_behind(wish, "seeing ");
        if (const auto by = wish.rfind(" by "); by != std::string::npos) {
            actor = wish.substr(by + 4);
            wish.resize(by);
        }
        const auto space = wish.find(' ');
        const auto [number, change] = numbered(trimmed(wish.substr(space)));
        const auto revision =
            seen.empty() ? std::nullopt : std::optional<std::uint64_t>(std::stoull(seen));
        const auto answer =
            world_.request(wish.substr(0, space), number, fields_of(change), actor, revision);
        if (gives != std::string::npos) {
            expect(answer, trimmed(text.substr(gives + 7)));
        }
    }

    /// `#1 anna 2024-02-19 is inhibited: bo`; the day may be left out, and who is told instead
    void why_not(const std::string& text) {
        const auto is = text.find(" is ");
        const auto parts = split(text.substr(0, is), ' ');
        const std::string wanted = trimmed(text.substr(is + 4));
        expect(test::silence_words(world_, numbered(parts.at(0)).first, parts.at(1),
                                   parts.size() > 2 ? parts[2] : "", wanted.contains(':')),
               wanted);
    }

    void told(const std::vector<std::string>& expected) {
        const auto told = world_.told();
        const std::vector<std::string> wanted =
            expected == std::vector<std::string>{"nobody"} ? std::vector<std::string>{} : expected;
        for (std::size_t i = 0; i < std::max(told.size(), wanted.size()); ++i) {
            expect(i < told.size() ? told[i] : "nobody", i < wanted.size() ? wanted[i] : "nobody");
        }
    }

    void state_of(std::int64_t number, const std::string& text) {
        if (text == "is gone" || !world_.knows(number)) {
            expect(world_.knows(number) ? "is there" : "is gone", text);
            return;
        }
        const auto view = world_.view(number);
        for (const auto& word : split(text.substr(text.find(' ')), ',')) {
            if (word == "ready" || word == "blocked") {
                expect(view.ready() ? "ready" : "blocked", word);
            } else if (word.starts_with("to be finished by ")) {
                const auto& finish = view.latest_safe_finish.date;
                expect("to be finished by " + (finish ? domain::iso_date(*finish) : "-"), word);
            } else if (word.starts_with("revision ")) {
                expect("revision " + std::to_string(view.revision), word);
            } else if (domain::colour_from_label(word) || word == "colourless") {
                const std::string colour(canonical(view.colour));
                expect(colour == "none" ? "colourless" : colour, word);
            } else {
                expect(std::string(canonical(view.status)), word);
            }
        }
    }

    void expect(const std::string& found, const std::string& wanted) {
        if (found != wanted) {
            differ("expected '" + wanted + "', found '" + found + "'");
        }
    }

    void differ(const std::string& what) {
        problems_.push_back("line " + std::to_string(line_->number) + " (" + line_->text +
                            "): " + what);
    }

    World world_{"2024-01-30 09:00"};
    const StoryLine* line_ = nullptr;
    std::vector<std::string> problems_;
};

} // namespace

std::vector<std::string> play_scenario(const std::filesystem::path& file) {
    return Player().play(file);
}

} // namespace klik::test
