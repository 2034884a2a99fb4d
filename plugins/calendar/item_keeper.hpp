#pragma once

#include "calendar/collections.hpp"
#include "calendar/item_waits.hpp"
#include "calendar/presentation.hpp"

#include <map>
#include <string>
#include <utility>

namespace klik::calendar {

/// Keeps one municipality's items on the server as they should be, and takes from them what people
/// have done there.
class ItemKeeper {
  public:
    ItemKeeper(const Settings& settings, KlikdDesk& desk, const Store& store, CalDavServer& server,
               ServerGate& gate)
        : settings_{settings}, desk_{desk}, store_{store}, server_{server},
          collections_{settings, desk, store, server, gate}, waits_{desk.municipality()} {}

    /// Writes every item that is dirty, as far as server and klikd answer.
    void write();
    /// Looks what has changed on the server.
    void read();

  private:
    /// What became of an item: `done`; `again` with what is now known of it; `later`, when
    /// something else has to happen before it is tried anew; `rejected` by the server.
    enum class Outcome { done, again, later, rejected };

    [[nodiscard]] bool is_wanted(const Item& item);
    void settle(Item item, bool wanted);
    [[nodiscard]] Outcome put(Item& item);
    [[nodiscard]] bool may_be_tried(const Item& item);
    /// In the place of the item that is there, with what the person's programs have noted in it.
    [[nodiscard]] Outcome put_over(Item& item, const Collection& collection, Presentation made);
    [[nodiscard]] Outcome put_text(Item& item, const Collection& collection,
                                   const Presentation& made);
    [[nodiscard]] Outcome remove(Item& item);
    void remember_written(Item& item, const Presentation& made, const std::string& etag);
    [[nodiscard]] Outcome after(const Error& error, Item& item, const Collection& collection);
    /// An item has no place: is it for the collection, or for itself?
    [[nodiscard]] Outcome look_for(const Collection& collection, const Item& item);
    [[nodiscard]] Outcome read_again(Item& item, const Collection& collection);
    /// After a write to which the server gave no ETag.
    [[nodiscard]] Outcome read_what_was_made(Item& item, const Collection& collection,
                                             const Presentation& made);
    /// Of the server, of the collection or of the item alone.
    [[nodiscard]] Outcome failed(const Error& error, const Item& item, Collections::Deed deed);

    void read(Collection collection);
    [[nodiscard]] bool take(const Changes& changes, bool all, const Collection& collection);
    [[nodiscard]] bool take_member(const std::string& etag, Item item,
                                   const Collection& collection);
    void take_edit(Item& item, const StoredItem& stored);
    void take_deletion(Item& item);
    [[nodiscard]] std::optional<Presentation> presentation_of(Item& item,
                                                              const Collection& collection);
    void note_wish(Item& item, const std::string& status, std::int64_t revision);
    /// The person no longer wants what klikd was not asked for yet.
    void take_back(Item& item, const Wish& wish);

    const Settings& settings_;
    KlikdDesk& desk_;
    const Store& store_;
    CalDavServer& server_;
    Collections collections_;
    ItemWaits waits_;
    /// Texts that the server will not have, by person and number.
    std::map<std::pair<std::string, std::int64_t>, std::string> rejected_;
};

} // namespace klik::calendar
