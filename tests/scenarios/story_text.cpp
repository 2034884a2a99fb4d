#include "scenarios/story_text.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace klik::test {

namespace {

using domain::TaskField;

domain::FieldValue field_value(TaskField field, const std::string& text) {
    if (text == "-") {
        return domain::None{};
    }
    switch (domain::describe(field).shape) {
    case domain::FieldShape::date:
        return domain::date_from_iso(text).value();
    case domain::FieldShape::person:
        return domain::PersonId{text};
    case domain::FieldShape::numbers: {
        std::vector<domain::TaskNumber> numbers;
        for (const auto& number : split(text, ',')) {
            numbers.push_back(domain::task_number(number).value());
        }
        return numbers;
    }
    case domain::FieldShape::text:
        break;
    }
    return text;
}

} // namespace

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t");
    const auto end = text.find_last_not_of(" \t\r");
    return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) {
        parts.push_back(trimmed(part));
    }
    return parts;
}

Fields fields_of(const std::string& text) {
    Fields fields;
    for (const auto& part : split(text, ';')) {
        const auto space = part.find(' ');
        const auto field = domain::task_field(part.substr(0, space));
        if (!field || space == std::string::npos) {
            throw std::invalid_argument("no field: " + part);
        }
        fields.emplace(*field, field_value(*field, trimmed(part.substr(space))));
    }
    return fields;
}

std::vector<StoryLine> lines_of_story(const std::filesystem::path& file) {
    std::vector<StoryLine> lines;
    std::ifstream stream(file);
    std::size_t number = 0;
    for (std::string text; std::getline(stream, text);) {
        ++number;
        if (trimmed(text).empty() || text.starts_with("--")) {
            continue;
        }
        if (text.starts_with(' ') && !lines.empty()) {
            lines.back().block.push_back(trimmed(text));
        } else {
            lines.push_back({number, trimmed(text), {}});
        }
    }
    return lines;
}

} // namespace klik::test
