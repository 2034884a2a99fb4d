#include "codec/seal.hpp"

#include <gtest/gtest.h>

#include <string>

namespace klik::codec {
namespace {

TEST(Seal, GivesTheBytesBack) {
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string bytes(size, '\xA5');
        const std::string stored = sealed(bytes);
        EXPECT_EQ(unsealed(stored).value(), bytes);
    }
}

TEST(Seal, ShowsEveryBitThatHasChanged) {
    for (const std::size_t size : {0U, 1U, 8U, 13U, 64U}) {
        const std::string stored = sealed(std::string(size, 'x'));
        for (std::size_t bit = 0; bit < stored.size() * 8; ++bit) {
            std::string changed = stored;
            changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
            EXPECT_FALSE(unsealed(changed)) << size << " bytes, bit " << bit;
        }
    }
}

TEST(Seal, ShowsBytesThatAreMissingOrTooMany) {
    const std::string stored = sealed(std::string(20, '\0'));
    for (std::size_t size = 0; size < stored.size(); ++size) {
        EXPECT_FALSE(unsealed(std::string_view{stored}.substr(0, size))) << size;
    }
    EXPECT_FALSE(unsealed(stored + '\0'));
    EXPECT_FALSE(unsealed('\0' + stored));
}

TEST(Seal, ShowsWordsThatHaveChangedPlaces) {
    const std::string stored = sealed("one word"
                                      "and more"
                                      "the rest");
    EXPECT_FALSE(unsealed("and more"
                          "one word" +
                          stored.substr(16)));
}

} // namespace
} // namespace klik::codec
