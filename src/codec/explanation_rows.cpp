#include "codec/explanation_rows.hpp"

#include "codec/envelope.hpp"
#include "codec/notification_data.hpp"
#include "codec/payload_writer.hpp"
#include "codec/prose_data.hpp"
#include "engine/silence_text.hpp"

namespace klik::codec {
namespace {

void write_cause(MapWriter& map, const engine::NoticeCause& cause) {
    map.sequence("sequence", cause.sequence);
    map.time("time", cause.at.utc);
    map.text("what", engine::canonical(cause.what));
    if (cause.fact) {
        map.text("source", cause.fact->source);
        map.text("id", cause.fact->id);
        map.time("fact_time", cause.fact->time);
    }
    if (!cause.request.empty()) {
        map.text("request", cause.request);
    }
    if (!cause.via.empty()) {
        map.text("via", cause.via);
    }
}

} // namespace

std::string why_row(std::string_view epoch, const engine::Event& notice,
                    const domain::NotificationItem& item,
                    const std::vector<engine::NoticeCause>& causes) {
    const auto& notification = std::get<engine::Notified>(notice.body).notification;
    const engine::Prose reason = engine::reason_of(notice, item, causes);
    return write_map([&](MapWriter& map) {
        map.text("event", event_id(epoch, notice.sequence));
        map.sequence("sequence", notice.sequence);
        map.time("time", notice.at.utc);
        map.map("recipient", [&](MapWriter& to) {
            write_recipient(to, engine::recipient_of(notification, item));
        });
        map.flag("late", notification.late);
        map.text("key", item.key);
        map.number("number", item.number);
        map.text("kind", domain::canonical(item.kind));
        map.text("rule", item.rule);
        map.texts_by_name("facts", item.facts);
        write_prose(map, "notice", item.text_da, item.text_en);
        if (!item.withdraws.empty()) {
            map.text("withdraws", item.withdraws);
        }
        map.maps("causes", causes, write_cause);
        write_prose(map, "text", reason.danish, reason.english);
    });
}

std::string why_not_row(const engine::Silence& silence) {
    const engine::Prose prose = engine::prose_of(silence);
    return write_map([&](MapWriter& map) {
        map.number("number", *domain::task_number(silence.facts.at("number")));
        map.text("person", silence.facts.at("person"));
        map.text("on", silence.facts.at("on"));
        map.text("code", engine::canonical(silence.code));
        map.text("rule", silence.rule);
        map.texts_by_name("facts", silence.facts);
        write_prose(map, "text", prose.danish, prose.english);
    });
}

} // namespace klik::codec
