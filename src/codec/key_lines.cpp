#include "codec/key_lines.hpp"

namespace klik::codec {

namespace {

void collect(const toml::node& node, KeyPath& path, KeyLines& lines);

void collect_element(const toml::node& element, std::size_t position, KeyPath& path,
                     KeyLines& lines) {
    const auto* table = element.as_table();
    const auto name = table != nullptr ? (*table)["name"].value<std::string>() : std::nullopt;
    path.push_back(name.value_or(std::to_string(position)));
    collect(element, path, lines);
    path.pop_back();
}

void collect(const toml::node& node, KeyPath& path, KeyLines& lines) {
    if (!path.empty()) {
        lines.emplace(path, node.source().begin.line);
    }
    if (const auto* table = node.as_table()) {
        for (const auto& [key, value] : *table) {
            path.emplace_back(key.str());
            collect(value, path, lines);
            path.pop_back();
        }
    } else if (const auto* array = node.as_array()) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            collect_element(*array->get(i), i, path, lines);
        }
    }
}

} // namespace

KeyLines key_lines(const toml::table& file) {
    KeyLines lines;
    KeyPath path;
    collect(file, path, lines);
    return lines;
}

} // namespace klik::codec
