#pragma once

#include "common/clock.hpp"
#include "common/database.hpp"
#include "common/request_ids.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::calendar {

/// A task in somebody's collection. Neither its title nor any other text of it is kept.
struct Item {
    std::string person;
    std::int64_t number = 0;
    bool dirty = true;         ///< what the server has may be another than it should
    std::string etag;          ///< as of the last that is known of it; empty: not there
    std::string hash;          ///< of the text that we wrote last; empty: write it in any case
    std::int64_t sequence = 0; ///< of the state event that it was written from
    std::string shown;         ///< canonical status that was written
    std::int64_t revision = 0;
    std::int64_t closed_ms = 0; ///< when the task was closed; 0 while it is open
    std::string comment;
    std::int64_t comment_revision =
        0;                     ///< the comment goes when the task has another; -1: not known
    std::int64_t noted_ms = 0; ///< when the comment was made
};

struct Collection {
    std::string person;
    std::string path;
    std::string language;
    bool ready = false; ///< it was there when last looked at
    std::string token;  ///< of the last look at its changes
};

/// A status that somebody gave to a task in their calendar, until klikd's answer is final.
struct Wish {
    std::int64_t id = 0;
    std::string person;
    std::int64_t number = 0;
    std::string status; ///< canonical
    std::int64_t base_revision = 0;
    bool sent = false; ///< klikd has accepted it
    std::int64_t asked_ms = 0;
};

/// What the plugin must not forget of one municipality. Errors are common::DatabaseFailure.
class Store {
  public:
    [[nodiscard]] static Store open(const std::filesystem::path& folder,
                                    const std::string& municipality);
    /// In memory; empty where there is none yet.
    [[nodiscard]] static Store copy_of(const std::filesystem::path& folder,
                                       const std::string& municipality);

    [[nodiscard]] std::optional<Item> item(const std::string& person, std::int64_t number) const;
    [[nodiscard]] std::vector<Item> dirty_items() const;
    [[nodiscard]] std::vector<Item> items_of(const std::string& person) const;
    [[nodiscard]] std::vector<std::int64_t> numbers() const;
    /// A new item, unless it is there.
    void want(const std::string& person, std::int64_t number) const;
    void save(const Item& item) const;
    void forget(const Item& item) const;
    /// What is marked is looked at again.
    void mark(std::int64_t number) const;
    /// What was not written from this state event; a journal that was restored counts lower.
    void mark_unless_of(std::int64_t number, std::int64_t sequence) const;
    void mark_all() const;
    void mark_closed_before(common::Time time) const;

    [[nodiscard]] std::vector<Collection> collections() const;
    [[nodiscard]] std::optional<Collection> collection(const std::string& person) const;
    void save(const Collection& collection) const;
    /// The collection is another than before, or gone: all in it is to be written anew.
    void begin_anew(const Collection& collection) const;

    /// The person's name and address were erased in klikd: their items are to go, and with the last
    /// of them where their collection is.
    void mark_erased(const std::string& person) const;
    [[nodiscard]] bool is_erased(const std::string& person) const;
    [[nodiscard]] std::vector<std::string> erased_people() const;
    void forget_erasure(const std::string& person) const;
    /// Forgets, without a byte left, where the collections are of erased people who have no items
    /// any more.
    void drop_collections_of_erased() const;

    void add(const Wish& wish) const;
    [[nodiscard]] std::vector<Wish> wishes_to_send() const;
    [[nodiscard]] std::optional<Wish> latest_wish(const std::string& person,
                                                  std::int64_t number) const;
    /// The id under which klikd knows a wish, and back.
    [[nodiscard]] std::string request_id(const Wish& wish) const;
    [[nodiscard]] std::optional<Wish> wish_behind(std::string_view request_id) const;
    void sent(const Wish& wish) const;
    void drop(const Wish& wish) const;
    void drop_sent_wishes() const;
    /// The task has the status by now that was wished.
    void drop_met_wishes(std::int64_t number, std::string_view status) const;

    /// Empty where nothing was said.
    [[nodiscard]] std::string said(const std::string& key) const;
    void say(const std::string& key, const std::string& value) const;

    [[nodiscard]] std::vector<std::string> feeds() const;
    void add_feed(const std::string& file) const;
    void drop_feed(const std::string& file) const;

    [[nodiscard]] common::Transaction transaction() const { return common::Transaction{database_}; }

  private:
    explicit Store(common::Database database);
    common::Database database_;
    common::RequestIds request_ids_;
};

} // namespace klik::calendar
