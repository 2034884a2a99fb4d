#pragma once

// What the tests of KLIK pages share: pages to read, and questions to what was read.

#include "codec/klik_page.hpp"
#include "domain/civil_time.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace klik::codec {

inline std::string file(const std::string& path) {
    std::ifstream in(std::string(KLIK_SOURCE_DIR) + "/" + path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

inline const std::string& fixture() {
    static const std::string text = file("tests/fixtures/pages/klik-task-140207.txt");
    return text;
}

inline KlikPage page_of(std::string_view text) {
    auto page = parse_klik_page(text);
    if (!page) {
        ADD_FAILURE() << page.error().sentence();
        return {};
    }
    return *std::move(page);
}

inline domain::Problem page_problem_of(std::string_view text) {
    auto page = parse_klik_page(text);
    if (page) {
        ADD_FAILURE() << "accepted: " << text;
        return {};
    }
    return page.error();
}

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto position = text.find(what);
    EXPECT_NE(position, std::string::npos) << what;
    return position == std::string::npos ? text : text.replace(position, what.size(), with);
}

inline std::string everywhere(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

/// A short page with the given lines behind the title.
inline std::string short_page(std::string_view body) {
    return "Nedsæt styregruppe #7\nDEADLINE\n● Grøn\n" + std::string(body);
}

inline domain::FieldValue value(const KlikPage& page, domain::TaskField field) {
    if (!page.observation[field]) {
        ADD_FAILURE() << describe(field).name << " is absent";
        return domain::None{};
    }
    return *page.observation[field];
}

inline std::string text(const KlikPage& page, domain::TaskField field) {
    const domain::FieldValue found = value(page, field);
    const auto* words = std::get_if<std::string>(&found);
    return words != nullptr ? *words : "(no text)";
}

inline std::vector<std::int64_t> numbers(const KlikPage& page, domain::TaskField field) {
    std::vector<std::int64_t> found;
    const domain::FieldValue listed = value(page, field);
    if (const auto* all = std::get_if<std::vector<domain::TaskNumber>>(&listed)) {
        for (const domain::TaskNumber number : *all) {
            found.push_back(number.value);
        }
    } else {
        ADD_FAILURE() << describe(field).name << " is no list of numbers";
    }
    return found;
}

inline domain::FieldValue day(std::string_view iso) {
    return domain::date_from_iso(iso).value();
}

inline std::optional<PageName> name(std::string_view words) {
    return PageName(std::string(words));
}

/// All that a page says, for comparing whole pages.
inline void expect_same_fields(const KlikPage& a, const KlikPage& b) {
    EXPECT_EQ(a.observation.number, b.observation.number);
    for (const auto& field : domain::field_descriptions()) {
        const auto* of_a = a.observation[field.field];
        const auto* of_b = b.observation[field.field];
        ASSERT_EQ(of_a != nullptr, of_b != nullptr) << field.name;
        EXPECT_TRUE(of_a == nullptr || *of_a == *of_b) << field.name;
    }
    EXPECT_EQ(a.responsible, b.responsible);
    EXPECT_EQ(a.assignee, b.assignee);
    EXPECT_EQ(a.municipality_name, b.municipality_name);
}

} // namespace klik::codec
