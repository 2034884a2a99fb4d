#include "client/value_bytes.hpp"

#include "codec/value_events.hpp"

#include <cstring>

namespace klik::client {

namespace {

/// A quarantined payload of which klikd shows 256 KiB is longer than any text of its own.
constexpr codec::Bounds bounds{.string_bytes = std::size_t{256} * 1024};

void tell(const Value& value, codec::ValueEvents& events) {
    if (value.is_flag()) {
        events.flag(value.flag_or(false));
    } else if (const auto whole = value.whole()) {
        events.integer(*whole);
    } else if (const auto large = value.count()) {
        events.count(*large);
    } else if (value.is_real()) {
        events.real(*value.real());
    } else if (value.is_text()) {
        events.text(value.text());
    } else if (value.is_bytes()) {
        std::string bytes(value.bytes().size(), '\0');
        if (!bytes.empty()) {
            std::memcpy(bytes.data(), value.bytes().data(), bytes.size());
        }
        events.bytes(bytes);
    } else if (value.is_list()) {
        events.list(value.list().size());
        for (const Value& element : value.list()) {
            tell(element, events);
        }
    } else if (value.is_map()) {
        events.map(value.entries().size());
        for (const auto& [key, entry] : value.entries()) {
            events.text(key);
            tell(entry, events);
        }
    } else {
        events.nil();
    }
}

/// Builds a value from its parts. A container is complete when as many values as it announced were
/// told.
class Builder final : public codec::ValueEvents {
  public:
    void nil() override { place({}); }
    void flag(bool value) override { place(value); }
    void integer(std::int64_t value) override { place(value); }
    void count(std::uint64_t value) override { place(value); }
    void real(double value) override { place(value); }
    void text(std::string_view value) override {
        if (!open_.empty() && open_.back().wants_key) {
            open_.back().key = value;
            open_.back().wants_key = false;
            return;
        }
        place(value);
    }
    void bytes(std::string_view value) override {
        Value::Bytes bytes(value.size());
        if (!bytes.empty()) {
            std::memcpy(bytes.data(), value.data(), bytes.size());
        }
        place(std::move(bytes));
    }
    void list(std::size_t size) override { begin({.left = size}); }
    void map(std::size_t size) override {
        begin({.left = size, .is_map = true, .wants_key = true});
    }

    [[nodiscard]] Value take() { return std::move(whole_); }

  private:
    struct Container {
        std::size_t left = 0;
        bool is_map = false;
        bool wants_key = false;
        std::string key{};
        Value::List elements{};
        Value::Map entries{};

        [[nodiscard]] Value finish() {
            return is_map ? Value{std::move(entries)} : Value{std::move(elements)};
        }
    };

    void begin(Container container) {
        if (container.left == 0) {
            place(container.finish());
        } else {
            open_.push_back(std::move(container));
        }
    }

    void place(Value value) {
        while (!open_.empty()) {
            Container& container = open_.back();
            if (container.is_map) {
                container.entries.emplace_back(std::move(container.key), std::move(value));
                container.wants_key = true;
            } else {
                container.elements.push_back(std::move(value));
            }
            if (--container.left > 0) {
                return;
            }
            value = container.finish();
            open_.pop_back();
        }
        whole_ = std::move(value);
    }

    std::vector<Container> open_;
    Value whole_;
};

} // namespace

std::string to_bytes(const Value& value) {
    codec::ValueWriter writer;
    tell(value, writer);
    return writer.take();
}

Result<Value> from_bytes(std::string_view payload) {
    Builder builder;
    if (const auto read = codec::read_value(payload, builder, bounds); !read) {
        return std::unexpected(Error{"unreadable", read.error().sentence()});
    }
    return builder.take();
}

} // namespace klik::client
