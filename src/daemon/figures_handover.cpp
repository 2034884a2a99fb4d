#include "daemon/figures_handover.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <stdexcept>

namespace klik::daemon {

namespace {

Descriptor event_descriptor() {
    Descriptor descriptor{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (!descriptor.open()) {
        throw std::runtime_error("the system gives no eventfd");
    }
    return descriptor;
}

void set_event(const Descriptor& event) {
    eventfd_write(event.number(), 1);
}

void clear_event(const Descriptor& event) {
    eventfd_t ignored = 0;
    eventfd_read(event.number(), &ignored);
}

} // namespace

FiguresHandover::FiguresHandover() : wish_{event_descriptor()}, given_{event_descriptor()} {}

FiguresHandover::~FiguresHandover() {
    delete figures_.load();
}

bool FiguresHandover::wanted() {
    if (!wanted_.load(std::memory_order_relaxed) || !wanted_.exchange(false)) {
        return false;
    }
    clear_event(wish_);
    return true;
}

void FiguresHandover::give(MetricsFigures figures) {
    auto fresh = std::make_unique<const MetricsFigures>(std::move(figures));
    delete figures_.exchange(fresh.release());
    set_event(given_);
}

void FiguresHandover::close() {
    closed_.store(true);
    set_event(given_);
}

std::unique_ptr<const MetricsFigures> FiguresHandover::ask(std::chrono::milliseconds at_most) {
    clear_event(given_); // of figures that came too late for the one who asked
    // In this order: a loop that sees the wish finds it raised and lowers it.
    set_event(wish_);
    wanted_.store(true);
    if (closed_.load()) {
        return nullptr;
    }
    pollfd wait{given_.number(), POLLIN, 0};
    poll(&wait, 1, static_cast<int>(at_most.count()));
    return std::unique_ptr<const MetricsFigures>{figures_.exchange(nullptr)};
}

} // namespace klik::daemon
