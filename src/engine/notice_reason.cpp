#include "engine/notice_reason.hpp"

#include <algorithm>
#include <array>

namespace klik::engine {

namespace {

using domain::Language;

constexpr std::array<std::string_view, 8> cause_kinds{"fact",  "request", "moment", "rules",
                                                      "roles", "people",  "report", "start"};

std::string say(Language language, std::string_view danish, std::string_view english) {
    return std::string(language == Language::danish ? danish : english);
}

/// `den 19. februar 2024 kl. 08:00`
std::string when(const domain::Moment& at, Language language) {
    const auto clock = domain::rfc3339(domain::UtcTime{at.local.time_since_epoch()}).substr(11, 5);
    return domain::long_date(at.date(), language) + say(language, " kl. ", " at ") + clock;
}

std::string fact_words(const FactIdentity& fact, Language language) {
    return say(language, "faktum ", "fact ") + fact.id + say(language, " fra ", " of ") +
           fact.source;
}

std::string occasion(const NoticeCause& cause, Language language) {
    switch (cause.what) {
    case CauseKind::fact:
        return fact_words(*cause.fact, language);
    case CauseKind::request:
        return say(language, "ønsket ", "request ") + cause.request;
    case CauseKind::rules:
        return say(language, "nye regler", "other rules");
    case CauseKind::roles:
        return say(language, "en ny fil med roller", "another file of roles");
    case CauseKind::people:
        return say(language, "en person er afløst eller slettet", "a person replaced or erased");
    case CauseKind::report:
        return say(language, "en melding om, hvad der blev af en besked",
                   "a report of what became of a notice");
    case CauseKind::start:
        return say(language, "klikd blev startet", "the start of klikd");
    case CauseKind::moment:
        break;
    }
    return say(language, "tiden var inde", "the time had come");
}

std::string words_of(const NoticeCause& cause, Language language) {
    const std::string through =
        cause.via.empty() ? "" : say(language, " gennem ", " through ") + cause.via;
    return occasion(cause, language) + through + " (" + when(cause.at, language) + ")";
}

std::string words_of(domain::PassedOver why, Language language) {
    switch (why) {
    case domain::PassedOver::absent:
        return say(language, "fraværende", "absent");
    case domain::PassedOver::bounced:
        return say(language, "post kom retur", "mail came back");
    case domain::PassedOver::no_address:
        return say(language, "ingen kendt mailadresse", "no known address");
    case domain::PassedOver::vacant:
        break;
    }
    return say(language, "ubesat", "vacant");
}

std::string recipient_words(const domain::Recipient& recipient, Language language) {
    std::string text =
        say(language, "Modtageren er fundet som ", "The recipient was found as ") +
        (recipient.deputy ? say(language, "stedfortræder for ", "deputy for ") : std::string{}) +
        domain::definite_title(recipient.role, language);
    std::string before;
    for (const auto& asked : recipient.via) {
        before += (before.empty() ? "" : ", ") + domain::definite_title(asked.role, language) +
                  " (" + words_of(asked.why, language) + ")";
    }
    return before.empty()
               ? text + "."
               : text + say(language, "; før det blev spurgt: ", "; asked before that: ") + before +
                     ".";
}

/// The task, or the project where the notice is of one.
std::string told_about(const domain::NotificationItem& item, Language language) {
    if (!is_about_a_project(item.kind, item.facts)) {
        return say(language, "opgave #", "task #") + domain::to_string(item.number);
    }
    const std::string& project = item.facts.at("project");
    return project.empty()
               ? say(language, "opgaver uden projekt", "tasks without a project")
               : say(language, "projektet »", "the project “") + project + say(language, "«", "”");
}

std::string reason_in(const Event& event, const domain::NotificationItem& item,
                      const std::vector<NoticeCause>& causes, Language language) {
    const auto recipient = recipient_of(std::get<Notified>(event.body).notification, item);
    std::string text = recipient.person.value + say(language, " fik besked om ", " was told of ") +
                       told_about(item, language) + say(language, " ", " on ") +
                       when(event.at, language) + say(language, " efter regel ", " by rule ") +
                       item.rule + ". ";
    std::string chain;
    for (const auto& cause : causes) {
        chain += (chain.empty() ? "" : say(language, ", samlet op fra ", ", gathered from ")) +
                 words_of(cause, language);
    }
    return text + say(language, "Årsag: ", "Cause: ") + chain + ". " +
           recipient_words(recipient, language);
}

/// The roles of the fact `via`, such as `assignee: absent, responsible: vacant`. A free role's name
/// may hold anything, hence the reasons are looked for.
std::vector<domain::AskedBefore> asked_before(std::string_view via) {
    constexpr std::string_view behind_role = ": ";
    constexpr std::string_view between = ", ";
    std::vector<domain::AskedBefore> asked;
    for (auto at = via.find(behind_role); at != std::string_view::npos;
         at = via.find(behind_role, at + 1)) {
        const auto begin = at + behind_role.size();
        const auto end = std::min(via.find(between, begin), via.size());
        if (const auto why = domain::passed_over(via.substr(begin, end - begin))) {
            asked.push_back({domain::Role{std::string(via.substr(0, at))}, *why});
            via.remove_prefix(std::min(end + between.size(), via.size()));
            at = 0;
        }
    }
    return asked;
}

/// How the bodies of inputs say what they are.
struct CauseOf {
    NoticeCause operator()(const ChangeAsked& body) const {
        return {.what = CauseKind::request, .via = body.via, .request = body.request.id};
    }
    NoticeCause operator()(const RulesLoaded&) const { return {.what = CauseKind::rules}; }
    NoticeCause operator()(const GalleryLoaded&) const { return {.what = CauseKind::roles}; }
    NoticeCause operator()(const PersonReplaced& body) const {
        return {.what = CauseKind::people, .via = body.via};
    }
    NoticeCause operator()(const PersonErased& body) const {
        return {.what = CauseKind::people, .via = body.via};
    }
    NoticeCause operator()(const DeliveryReported& body) const {
        return {.what = CauseKind::report, .via = body.via};
    }
    NoticeCause operator()(const ServiceStarted&) const { return {.what = CauseKind::start}; }
    template <class Body>
    NoticeCause operator()(const Body& body) const {
        if constexpr (requires {
                          body.fact.source;
                          body.via;
                      }) {
            return {.what = CauseKind::fact, .fact = body.fact, .via = body.via};
        } else {
            return {.what = CauseKind::moment};
        }
    }
};

} // namespace

std::string_view canonical(CauseKind kind) {
    return cause_kinds[static_cast<std::size_t>(kind)];
}

NoticeCause cause_of(const Event& input) {
    NoticeCause cause = std::visit(CauseOf{}, input.body);
    cause.sequence = input.sequence;
    cause.at = input.at;
    return cause;
}

std::optional<domain::Sequence> gathered_from(const domain::NotificationItem& item) {
    const auto found = item.facts.find("caused_by");
    return found == item.facts.end() ? std::nullopt : domain::sequence(found->second);
}

domain::Recipient recipient_of(const domain::Notification& notification,
                               const domain::NotificationItem& item) {
    domain::Recipient recipient = notification.recipient;
    const auto role = item.facts.find("role");
    if (role == item.facts.end()) {
        return recipient;
    }
    recipient.role = domain::Role{role->second};
    const auto via = item.facts.find("via");
    recipient.via =
        via == item.facts.end() ? std::vector<domain::AskedBefore>{} : asked_before(via->second);
    // Whose own role was asked before stands in for its holder.
    recipient.deputy = std::ranges::find(recipient.via, recipient.role,
                                         &domain::AskedBefore::role) != recipient.via.end();
    return recipient;
}

Prose reason_of(const Event& notice, const domain::NotificationItem& item,
                const std::vector<NoticeCause>& causes) {
    return {reason_in(notice, item, causes, Language::danish),
            reason_in(notice, item, causes, Language::english)};
}

} // namespace klik::engine
