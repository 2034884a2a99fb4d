#include "fuzz/mutations.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace klik::fuzz {

namespace {

constexpr std::size_t longest_input_bytes = 20'000;
constexpr std::size_t most_changes = 4;
constexpr std::size_t longest_part_bytes = 64;
constexpr std::array telling_bytes{'\x00', '\x01', '\x7F', '\x80', '\xC0', '\xC1', '\xDF',
                                   '\xFF', '\n',   '\r',   '"',    '\'',   '<',    '-'};

std::string unquoted(std::string_view quoted) {
    std::string word;
    while (!quoted.empty()) {
        std::size_t taken = 1;
        char byte = quoted.front();
        if (quoted.starts_with("\\x") && quoted.size() >= 4) {
            unsigned value = 0;
            std::from_chars(quoted.data() + 2, quoted.data() + 4, value, 16);
            byte = static_cast<char>(value);
            taken = 4;
        }
        word += byte;
        quoted.remove_prefix(taken);
    }
    return word;
}

} // namespace

std::vector<std::string> words_of_dictionary(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto begin = line.find('"');
        const auto end = line.rfind('"');
        if (!line.starts_with('#') && begin < end && end != std::string_view::npos) {
            words.push_back(unquoted(line.substr(begin + 1, end - begin - 1)));
        }
    }
    return words;
}

Mutations::Mutations(std::vector<std::string> inputs, std::vector<std::string> words)
    : inputs_{std::move(inputs)}, words_{std::move(words)} {}

std::string Mutations::next() {
    std::string input = inputs_[below(inputs_.size())];
    for (auto left = below(most_changes) + 1; left > 0; --left) {
        change(input);
    }
    input.resize(std::min(input.size(), longest_input_bytes));
    return input;
}

std::size_t Mutations::below(std::size_t limit) {
    return static_cast<std::size_t>(random_() % limit);
}

void Mutations::change(std::string& input) {
    if (input.empty() || below(2) == 0) {
        change_part(input);
    } else {
        change_byte(input);
    }
}

void Mutations::change_byte(std::string& input) {
    char& byte = input[below(input.size())];
    switch (below(3)) {
    case 0:
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << below(8)));
        break;
    case 1:
        byte = telling_bytes[below(telling_bytes.size())];
        break;
    default:
        byte = static_cast<char>(below(256));
    }
}

void Mutations::change_part(std::string& input) {
    const auto at = below(input.size() + 1);
    const auto length = below(std::min(input.size() - at, longest_part_bytes) + 1);
    switch (below(words_.empty() ? 4 : 5)) {
    case 0:
        input.erase(at, length);
        break;
    case 1:
        input.insert(at, input.substr(at, length));
        break;
    case 2:
        input.resize(at);
        break;
    case 3: { // from here on as another one
        const auto& other = inputs_[below(inputs_.size())];
        input = input.substr(0, at) + other.substr(below(other.size() + 1));
        break;
    }
    default:
        input.insert(at, words_[below(words_.size())]);
    }
}

} // namespace klik::fuzz
