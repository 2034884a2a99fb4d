#include "ctl/delivery_detail.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klik::ctl {

namespace {

using DanishAndEnglish = std::pair<std::string_view, std::string_view>;

/// What klik-mail says (plugins/mail), docs/reminders.md.
constexpr std::array known_details{
    DanishAndEnglish{no_address_is_known, "ingen mailadresse kendes"},
    DanishAndEnglish{"what is known is no mail address", "det, der kendes, er ingen mailadresse"},
    DanishAndEnglish{"what is known is too long for a mail address",
                     "det, der kendes, er for langt til en mailadresse"},
    DanishAndEnglish{
        "the part of the address before the at sign has letters that mail servers do not take "
        "everywhere; only those of ASCII are sent to",
        "adressen har før snabel-a bogstaver, som ikke alle mailservere tager; der sendes kun "
        "til ASCII"},
    DanishAndEnglish{"taken back before it was sent", "trukket tilbage, før den blev sendt"},
    DanishAndEnglish{"taken back before the server had confirmed it",
                     "trukket tilbage, før serveren havde bekræftet den"},
    DanishAndEnglish{"not sent: what it takes back was not sent either",
                     "ikke sendt: det, den trækker tilbage, blev heller ikke sendt"},
};

} // namespace

std::string delivery_detail(std::string_view detail, domain::Language language) {
    const auto* known = std::ranges::find(known_details, detail, &DanishAndEnglish::first);
    return std::string{language == domain::Language::danish && known != known_details.end()
                           ? known->second
                           : detail};
}

} // namespace klik::ctl
