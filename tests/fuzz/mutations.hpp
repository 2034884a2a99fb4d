#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace klik::fuzz {

/// The words of one of libFuzzer's dictionaries: one to a line in double quotes, in which `\xAB` is
/// a byte.
[[nodiscard]] std::vector<std::string> words_of_dictionary(std::string_view text);

/// Makes new inputs of those that are there, in the ways that libFuzzer has, but without a look at
/// what the program does with them. The same each time.
class Mutations {
  public:
    /// `inputs` has at least one.
    Mutations(std::vector<std::string> inputs, std::vector<std::string> words);

    [[nodiscard]] std::string next();

  private:
    std::size_t below(std::size_t limit);
    void change(std::string& input);
    void change_byte(std::string& input);
    void change_part(std::string& input);

    std::vector<std::string> inputs_;
    std::vector<std::string> words_;
    std::mt19937_64 random_{2024}; // NOLINT(cert-msc51-cpp): it is to be the same each time
};

} // namespace klik::fuzz
