#pragma once

#include "portfolio/tool.hpp"

namespace klik::portfolio {

/// Passes everything on and counts it: requests over the network, and where the tool has none its
/// calls.
class CountingTool : public Tool {
  public:
    explicit CountingTool(Tool& tool) : tool_{tool} {}

    [[nodiscard]] std::int64_t calls() const {
        const auto sent = tool_.requests();
        return sent > 0 ? static_cast<std::int64_t>(sent) : calls_;
    }

    [[nodiscard]] Result<Offer> offer(const std::string& project) override {
        return counted().offer(project);
    }
    [[nodiscard]] Result<std::vector<Item>> items(const std::string& project) override {
        return counted().items(project);
    }
    [[nodiscard]] Result<std::vector<Item>> changed_since(const std::string& project,
                                                          common::Time since) override {
        return counted().changed_since(project, since);
    }
    [[nodiscard]] Result<Item> read(const std::string& id) override { return counted().read(id); }
    [[nodiscard]] Result<std::vector<Item>>
    read_many(const std::vector<std::string>& ids) override {
        return counted().read_many(ids);
    }
    [[nodiscard]] Result<std::vector<Item>> carrying(const std::string& project,
                                                     std::int64_t number) override {
        return counted().carrying(project, number);
    }
    [[nodiscard]] Result<Item> create(const std::string& project, std::int64_t number,
                                      const Fields& fields) override {
        return counted().create(project, number, fields);
    }
    [[nodiscard]] Result<Item> write(const Item& known, const Fields& fields,
                                     const std::string& comment) override {
        return counted().write(known, fields, comment);
    }
    [[nodiscard]] Result<Item> carry(const Item& known, std::int64_t number) override {
        return counted().carry(known, number);
    }
    [[nodiscard]] Result<Item> step(const Item& known, const std::string& status) override {
        return counted().step(known, status);
    }
    [[nodiscard]] Result<void> link(const Item& before, const Item& after) override {
        return counted().link(before, after);
    }
    [[nodiscard]] Result<void> link_all(const std::vector<Item>& befores,
                                        const Item& after) override {
        return counted().link_all(befores, after);
    }
    [[nodiscard]] Result<void> unlink(const Item& before, const Item& after) override {
        return counted().unlink(before, after);
    }
    void remember(const std::string& id, std::int64_t number) override {
        tool_.remember(id, number);
    }
    [[nodiscard]] std::optional<std::chrono::seconds> asks_to_wait() const override {
        return tool_.asks_to_wait();
    }
    [[nodiscard]] bool can_be_used_otherwise() override {
        return counted().can_be_used_otherwise();
    }
    [[nodiscard]] std::uint64_t requests() const override { return tool_.requests(); }
    [[nodiscard]] Result<void> remove(const Item& known) override {
        return counted().remove(known);
    }

  private:
    Tool& counted() {
        ++calls_;
        return tool_;
    }
    Tool& tool_;
    std::int64_t calls_ = 0;
};

} // namespace klik::portfolio
