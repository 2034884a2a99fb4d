#include "mail/mailer.hpp"
#include "mail/notice_of_event.hpp"
#include "mail/task_details.hpp"

#include <fmt/core.h>

#include <cstdio>

namespace klik::mail {

namespace {

using common::KlikdLink;

constexpr std::chrono::milliseconds a_moment{200};
constexpr std::chrono::seconds patience{10};

/// What klikd told behind the outbox's place goes into the copy.
Result<void> read_on(KlikdLink& link, Outbox& outbox, const MailSettings& settings,
                     common::Clock& clock) {
    const auto client = link.client();
    const auto head = client ? (*client)->ping() : std::unexpected(client.error());
    if (!head) {
        return std::unexpected(head.error());
    }
    clock.follow(head->virtual_now);
    const auto give_up = std::chrono::steady_clock::now() + patience;
    while (link.complete_up_to() < head->head) {
        const auto event = link.next(a_moment);
        if (!event) {
            return std::unexpected(event.error());
        }
        if (!*event && std::chrono::steady_clock::now() > give_up) {
            return std::unexpected(Error{"no_answer", "klikd does not give its events"});
        }
        auto notice =
            *event ? notice_of_event(**event, domain_of(settings.head.from.address)) : std::nullopt;
        if (notice) {
            outbox.take(*notice, place_of(**event, clock.now()), clock.now());
        }
    }
    return {};
}

void print(const Notice& notice, const common::Person& person, const MailSettings& settings) {
    const auto address = deliverable(person.email);
    const auto letter = letter_for(notice, language_of(person.language), settings.head.link);
    fmt::print("To: {} {} ({}, {})\n", person.name,
               address ? fmt::format("<{}>", *address) : "- not sent: " + address.error(),
               notice.person, notice.municipality);
    fmt::print("Message-ID: <{}>\nSubject: {}\n\n{}\n", notice.message_id,
               settings.head.subject_prefix + letter.subject, letter.text);
}

} // namespace

Result<void> print_what_would_be_sent(const MailSettings& settings,
                                      const std::vector<common::Municipality>& municipalities,
                                      Outbox outbox) {
    common::Clock clock;
    std::size_t count = 0;
    std::map<std::string, KlikdLink> links;
    for (const auto& municipality : municipalities) {
        auto options = link_options(settings, municipality, outbox);
        options.stream += "-dry-run"; // a name of its own: that of the mail stays where it is
        const auto position = outbox.position(municipality.code);
        options.from = position ? sequence_text(position->sequence) : settings.begin;
        auto& link = links.try_emplace(municipality.code, options, "M220", "M221").first->second;
        if (auto read = read_on(link, outbox, settings, clock); !read) {
            return read;
        }
    }
    for (auto& notice : outbox.all()) {
        const auto link = links.find(notice.municipality);
        if (link == links.end()) {
            continue; // of a municipality that is not served any more
        }
        fill_in_details(notice, link->second);
        const auto person = link->second.person(notice.person);
        if (!person) {
            return std::unexpected(person.error());
        }
        print(notice, person->value_or(common::Person{.id = notice.person}), settings);
        ++count;
    }
    fmt::print("{} mail(s) would be sent.\n", count);
    return {};
}

} // namespace klik::mail
