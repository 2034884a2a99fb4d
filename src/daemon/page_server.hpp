#pragma once

#include "daemon/descriptor.hpp"
#include "daemon/page_request.hpp"
#include "domain/problem.hpp"

#include <memory>
#include <string>
#include <thread>

namespace klik::daemon {

/// Gives one page over HTTP to this machine's programs, in a thread of its own.
///
/// Its end waits for nobody: the thread sleeps in one place, and is woken there. That is why it is
/// not the server of prometheus-cpp (civetweb 1.15), whose threads look once in two seconds whether
/// they are to end, which is as long as klikd has for all of its end.
///
/// Who asks slowly or takes the answer slowly holds up nobody else and is cut; where there are too
/// many, those that have been there for longest are.
class PageServer {
  public:
    /// `address` is that of `bus::loopback_address`. The problem's sentence has the cause.
    [[nodiscard]] static domain::Result<std::unique_ptr<PageServer>>
    listen(const std::string& address, Page page);
    ~PageServer();
    PageServer(const PageServer&) = delete;
    PageServer& operator=(const PageServer&) = delete;

    /// The one that was bound.
    [[nodiscard]] int port() const { return port_; }

  private:
    PageServer(Descriptor listening, Descriptor end, int port, Page page);

    Descriptor listening_;
    Descriptor end_; ///< an eventfd that wakes the thread for the last time
    int port_;
    Page page_;
    std::jthread thread_; // the last member: it uses the others
};

} // namespace klik::daemon
