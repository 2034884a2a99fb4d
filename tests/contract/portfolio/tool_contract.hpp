#pragma once

#include "contract/portfolio/stage.hpp"

#include <gtest/gtest.h>

namespace klik::portfolio {

template <class T>
T good(Result<T> result) {
    if (!result) {
        ADD_FAILURE() << result.error().code << ": " << result.error().text;
        return T{};
    }
    return *std::move(result);
}

inline void good(const Result<void>& result) {
    ASSERT_TRUE(result) << result.error().code << ": " << result.error().text;
}

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "" : result.error().code;
}

class ToolContract : public ::testing::TestWithParam<Contender> {
  protected:
    ToolContract() : stage_{GetParam().set_up()} {}

    Tool& tool() { return *stage_.tool; }
    Item made(std::int64_t number, const Fields& fields = {{Field::title, "Opgave"}}) {
        return good(tool().create(stage_.project, number, fields));
    }
    std::string value(const Item& item, Field field) {
        const auto found = item.fields.find(field);
        return found == item.fields.end() ? "(not kept)" : found->second;
    }
    std::string now(const Item& item, Field field) {
        return value(good(tool().read(item.id)), field);
    }

    Stage stage_;
};

} // namespace klik::portfolio
