#include "codec/packed_bytes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace klik::codec {
namespace {

std::string letters(std::size_t size) {
    std::string text;
    while (text.size() < size) {
        text += static_cast<char>('a' + text.size() % 26);
    }
    return text;
}

void write(PackedBytes& out, const std::string& bytes) {
    out.end_at(std::ranges::copy(bytes, out.room_for(bytes.size())).out);
}

TEST(PackedBytes, GiveWhatWasWritten) {
    PackedBytes out;
    write(out, "");
    write(out, "a");
    write(out, "bcd");
    EXPECT_EQ(out.size(), 4U);
    EXPECT_EQ(out.take(), "abcd");
}

TEST(PackedBytes, GrowWhereverTheirRoomEnds) {
    for (const std::size_t first : {0U, 4095U, 4096U, 4097U, 8192U, 100'000U}) {
        for (const std::size_t second : {0U, 1U, 2U, 4096U, 50'000U}) {
            PackedBytes out;
            write(out, letters(first));
            write(out, letters(second));
            write(out, ".");
            EXPECT_EQ(out.take(), letters(first) + letters(second) + ".") << first << ' ' << second;
        }
    }
}

TEST(PackedBytes, AreEmptyBehindTheTaking) {
    PackedBytes out;
    for (const std::size_t size : {3U, 10'000U, 3U}) {
        write(out, letters(size));
        EXPECT_EQ(out.take(), letters(size));
        EXPECT_EQ(out.take(), "");
    }
}

TEST(PackedBytes, MoveTheirEndToThePlaceOfAByte) {
    for (const std::size_t between : {0U, 1U, 5U, 5000U}) {
        for (const std::size_t size : {1U, 3U, 5U}) {
            PackedBytes out;
            write(out, "before?" + letters(between));
            const std::size_t end = out.size();
            write(out, std::string(size, '!'));
            out.replace_byte(6, end);
            EXPECT_EQ(out.size(), 6 + between + size);
            write(out, "behind");
            EXPECT_EQ(out.take(), "before" + std::string(size, '!') + letters(between) + "behind");
        }
    }
}

} // namespace
} // namespace klik::codec
