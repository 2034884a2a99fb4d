#include "mail/task_details.hpp"

#include "common/text.hpp"
#include "mail/item_words.hpp"

#include <map>

namespace klik::mail {

namespace {

/// Each task is asked for once.
class AskedTasks {
  public:
    explicit AskedTasks(common::KlikdLink& link) : link_{link} {}

    /// Of the row of `query` `tasks`; empty where there is none.
    [[nodiscard]] std::string text(std::int64_t number, std::string_view field) {
        auto found = rows_.find(number);
        if (found == rows_.end()) {
            found = rows_.emplace(number, asked(number)).first;
        }
        return std::string{found->second[field].text()};
    }

  private:
    [[nodiscard]] Value asked(std::int64_t number) {
        const auto client = link_.client();
        const auto rows = client ? (*client)->query("tasks", Value::map({{"number", number}}))
                                 : std::unexpected(client.error());
        return rows && !rows->empty() ? rows->front() : Value::map();
    }

    common::KlikdLink& link_;
    std::map<std::int64_t, Value> rows_;
};

} // namespace

void fill_in_details(Notice& notice, common::KlikdLink& link) {
    AskedTasks tasks{link};
    for (auto& item : notice.items) {
        if (item.colour.empty() && item.number != 0) {
            item.colour = tasks.text(item.number, "colour");
        }
        if (const auto yours = common::task_numbers_in(item.fact("yours")); yours.size() == 1) {
            item.facts[std::string{title_of_yours}] = tasks.text(yours.front(), "title");
        }
    }
}

} // namespace klik::mail
