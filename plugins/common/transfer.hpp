#pragma once

#include <curl/curl.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace klik::common {

/// libcurl refused an option or has no memory: an error of our own.
class TransferFailure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One transfer of libcurl to come, with what holds for all of ours: TLS 1.2 or later with the
/// server's certificate and name checked, no signals, nothing from a user's files or environment.
class Transfer {
  public:
    Transfer();

    template <class Value>
    void set(CURLoption option, Value value) {
        if (const auto code = curl_easy_setopt(handle_.get(), option, value); code != CURLE_OK) {
            fail(code);
        }
    }
    void set(CURLoption option, const std::string& value) { set(option, value.c_str()); }
    /// The last reply code of the server, 0 for none.
    [[nodiscard]] long response_code() const;
    /// What became of the server's certificate, for `trouble_in_words`.
    [[nodiscard]] long verified() const;
    /// The other end was reached, and asked.
    [[nodiscard]] bool connected() const;
    [[nodiscard]] CURL* handle() const { return handle_.get(); }

  private:
    struct Cleanup {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    [[noreturn]] static void fail(CURLcode code);
    std::unique_ptr<CURL, Cleanup> handle_;
};

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
/// For CURLOPT_HTTPHEADER, as long as the transfer takes.
using HeaderList = std::unique_ptr<curl_slist, FreeList>;
[[nodiscard]] HeaderList header_list(const std::vector<std::string>& lines);

/// Carries out transfers one after the other and keeps connections open between them.
class Transfers {
  public:
    Transfers();

    /// Calls `meanwhile` at least about once a second, so that a slow server does not keep the
    /// program from its other duties; where that gives false the transfer is broken off
    /// (CURLE_ABORTED_BY_CALLBACK). What it throws ends the transfer and is thrown from here.
    [[nodiscard]] CURLcode carry_out(Transfer& transfer, const std::function<bool()>& meanwhile);

  private:
    struct Cleanup {
        void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
    };
    std::unique_ptr<CURLM, Cleanup> handle_;
};

} // namespace klik::common
