#include "domain/short_text.hpp"

#include <algorithm>
#include <cstdint>

namespace klik::domain {
namespace {

using namespace std::chrono;

// Each writes at `at`, and gives where the next character goes.

char* write_two_digits(char* at, unsigned value) {
    *at++ = static_cast<char>('0' + value / 10);
    *at++ = static_cast<char>('0' + value % 10);
    return at;
}

/// At least `width` digits.
char* write_digits(char* at, std::uint64_t value, std::size_t width) {
    std::size_t count = 1;
    for (std::uint64_t rest = value / 10; rest != 0; rest /= 10) {
        ++count;
    }
    char* const end = at + std::max(count, width);
    std::fill(at, end - count, '0');
    for (char* place = end; count > 0; --count, value /= 10) {
        *--place = static_cast<char>('0' + value % 10);
    }
    return end;
}

char* write_date(char* at, Date date) {
    const year_month_day parts{date};
    const auto year = static_cast<unsigned>(static_cast<int>(parts.year()));
    at = year <= 9999 ? write_two_digits(write_two_digits(at, year / 100), year % 100)
                      : write_digits(at, year, 4);
    *at++ = '-';
    at = write_two_digits(at, static_cast<unsigned>(parts.month()));
    *at++ = '-';
    return write_two_digits(at, static_cast<unsigned>(parts.day()));
}

char* write_time(char* at, UtcTime time) {
    const auto day = floor<days>(time);
    const hh_mm_ss clock{time - day};
    at = write_date(at, Date{day.time_since_epoch()});
    *at++ = 'T';
    at = write_two_digits(at, static_cast<unsigned>(clock.hours().count()));
    *at++ = ':';
    at = write_two_digits(at, static_cast<unsigned>(clock.minutes().count()));
    *at++ = ':';
    at = write_two_digits(at, static_cast<unsigned>(clock.seconds().count()));
    if (const auto fraction = clock.subseconds().count(); fraction != 0) {
        *at++ = '.';
        at = write_digits(at, static_cast<std::uint64_t>(fraction), 3);
    }
    *at++ = 'Z';
    return at;
}

} // namespace

ShortText::ShortText(Date date)
    : size_{static_cast<std::size_t>(write_date(characters_.data(), date) - characters_.data())} {}

ShortText::ShortText(UtcTime time)
    : size_{static_cast<std::size_t>(write_time(characters_.data(), time) - characters_.data())} {}

ShortText::ShortText(Sequence sequence)
    : size_{static_cast<std::size_t>(write_digits(characters_.data(), sequence.value, 20) -
                                     characters_.data())} {}

} // namespace klik::domain
