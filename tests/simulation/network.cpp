#include "simulation/network.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace klik::simulation {

namespace {

constexpr int lost_percent = 15;
constexpr int doubled_percent = 10;
constexpr int longest_delay_rounds = 5;
constexpr std::size_t most_unread = 30;

} // namespace

template <class Message>
void Network::post(std::deque<Delayed<Message>>& to, Message message) {
    if (healed_) {
        to.push_back({0, std::move(message)});
        return;
    }
    if (random_->chance(lost_percent)) {
        ++figures_.lost;
        return;
    }
    if (random_->chance(doubled_percent)) {
        ++figures_.doubled;
        to.push_back({random_->between(0, longest_delay_rounds), message});
    }
    const int rounds = random_->chance(60) ? 0 : random_->between(1, longest_delay_rounds);
    to.push_back({rounds, std::move(message)});
}

template <class Message>
std::vector<Message> Network::due(std::deque<Delayed<Message>>& from) {
    std::vector<Message> arrived;
    std::deque<Delayed<Message>> later;
    for (auto& each : std::exchange(from, {})) {
        if (each.rounds-- <= 0 || healed_) {
            arrived.push_back(std::move(each.message));
        } else {
            later.push_back(std::move(each));
        }
    }
    from = std::move(later);
    if (!healed_ && arrived.size() > 1 && random_->chance(50)) {
        std::swap(arrived.front(), arrived[random_->below(arrived.size())]);
    }
    return arrived;
}

void Network::send(ToKlikd message) {
    post(to_klikd_, std::move(message));
}

void Network::send(Answer answer) {
    post(answers_, std::move(answer));
}

std::vector<Answer> Network::arrived_answers() {
    return due(answers_);
}

std::size_t Network::some_of(std::size_t count) {
    return healed_ || random_->chance(60) ? count : random_->below(count + 1);
}

std::vector<ToKlikd> Network::arrived_at_klikd() {
    auto arrived = due(to_klikd_);
    std::ranges::move(std::exchange(left_behind_, {}), std::back_inserter(arrived));
    for (auto& [name, connection] : connections_) {
        for (auto left = some_of(connection.to_klikd.size()); left > 0; --left) {
            arrived.push_back(std::move(connection.to_klikd.front()));
            connection.to_klikd.pop_front();
        }
    }
    return arrived;
}

std::string Network::connect() {
    // As a ROUTER names them: with a zero byte in front.
    std::string name = '\0' + std::to_string(++connected_);
    connections_[name];
    return name;
}

void Network::say(const std::string& connection, ToKlikd message) {
    if (const auto found = connections_.find(connection); found != connections_.end()) {
        message.connection = connection;
        found->second.to_klikd.push_back(std::move(message));
    }
}

bus::Delivery Network::deliver(const std::string& connection, const bus::Outgoing& message) {
    const auto found = connections_.find(connection);
    if (found == connections_.end()) {
        return bus::Delivery::gone;
    }
    if (found->second.to_client.size() >= most_unread) {
        return bus::Delivery::blocked;
    }
    found->second.to_client.push_back(message);
    return bus::Delivery::sent;
}

std::vector<bus::Outgoing> Network::heard(const std::string& connection) {
    std::vector<bus::Outgoing> heard;
    const auto found = connections_.find(connection);
    if (found == connections_.end()) {
        return heard;
    }
    for (auto left = some_of(found->second.to_client.size()); left > 0; --left) {
        heard.push_back(std::move(found->second.to_client.front()));
        found->second.to_client.pop_front();
    }
    return heard;
}

void Network::break_down(const std::string& connection) {
    const auto found = connections_.find(connection);
    if (found == connections_.end()) {
        return;
    }
    ++figures_.broken;
    auto& sent = found->second.to_klikd;
    const auto through = static_cast<std::ptrdiff_t>(random_->below(sent.size() + 1));
    std::move(sent.begin(), sent.begin() + through, std::back_inserter(left_behind_));
    connections_.erase(found);
}

void Network::break_all_down() {
    figures_.broken += connections_.size();
    connections_.clear();
    left_behind_.clear();
}

} // namespace klik::simulation
