#include "common/transfer.hpp"

#include <exception>
#include <optional>

namespace klik::common {

namespace {

constexpr int wait_ms = 100;

/// libcurl's own state, made before the first handle.
void make_ready() {
    struct Library {
        Library() : code{curl_global_init(CURL_GLOBAL_DEFAULT)} {}
        ~Library() { curl_global_cleanup(); }
        Library(const Library&) = delete;
        Library& operator=(const Library&) = delete;
        CURLcode code;
    };
    static const Library library;
    if (library.code != CURLE_OK) {
        throw TransferFailure{"libcurl cannot be used"};
    }
}

/// What became of the transfer, once it is over.
std::optional<CURLcode> result_of(CURLM* transfers) {
    int left = 0;
    while (const auto* message = curl_multi_info_read(transfers, &left)) {
        if (message->msg == CURLMSG_DONE) {
            return message->data.result;
        }
    }
    return std::nullopt;
}

/// What is to be done meanwhile. libcurl waits for some replies of a server by itself, and then
/// only tells of its progress.
struct Meanwhile {
    const std::function<bool()>& work;
    std::exception_ptr thrown{};

    [[nodiscard]] bool goes_on() {
        try {
            return !thrown && work();
        } catch (...) {
            thrown = std::current_exception(); // libcurl is C: nothing is thrown through it
            return false;
        }
    }
};

int on_progress(void* meanwhile, curl_off_t /*to_come*/, curl_off_t /*came*/, curl_off_t /*to_go*/,
                curl_off_t /*went*/) {
    return static_cast<Meanwhile*>(meanwhile)->goes_on() ? 0 : 1;
}

} // namespace

Transfer::Transfer() {
    make_ready();
    handle_.reset(curl_easy_init());
    if (!handle_) {
        throw TransferFailure{"libcurl has no memory"};
    }
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_PROXY, "");
}

void Transfer::fail(CURLcode code) {
    throw TransferFailure{std::string{"libcurl refuses an option: "} + curl_easy_strerror(code)};
}

long Transfer::response_code() const {
    long code = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
}

long Transfer::verified() const {
    long result = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_SSL_VERIFYRESULT, &result);
    return result;
}

bool Transfer::connected() const {
    curl_off_t since_us = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_PRETRANSFER_TIME_T, &since_us);
    return since_us > 0;
}

Transfers::Transfers() {
    make_ready();
    handle_.reset(curl_multi_init());
    if (!handle_) {
        throw TransferFailure{"libcurl has no memory"};
    }
}

CURLcode Transfers::carry_out(Transfer& transfer, const std::function<bool()>& meanwhile) {
    Meanwhile duties{meanwhile};
    transfer.set(CURLOPT_NOPROGRESS, 0L);
    transfer.set(CURLOPT_XFERINFOFUNCTION, on_progress);
    transfer.set(CURLOPT_XFERINFODATA, &duties);
    if (curl_multi_add_handle(handle_.get(), transfer.handle()) != CURLM_OK) {
        throw TransferFailure{"libcurl takes no transfer"};
    }
    std::optional<CURLcode> result;
    while (!result) {
        int running = 0;
        if (curl_multi_perform(handle_.get(), &running) != CURLM_OK) {
            result = CURLE_FAILED_INIT;
        } else if (running == 0) {
            result = result_of(handle_.get()).value_or(CURLE_FAILED_INIT);
        } else if (!duties.goes_on()) {
            result = CURLE_ABORTED_BY_CALLBACK;
        } else {
            curl_multi_poll(handle_.get(), nullptr, 0, wait_ms, nullptr);
        }
    }
    curl_multi_remove_handle(handle_.get(), transfer.handle());
    transfer.set(CURLOPT_NOPROGRESS, 1L);
    if (duties.thrown) {
        std::rethrow_exception(duties.thrown);
    }
    return *result;
}

HeaderList header_list(const std::vector<std::string>& lines) {
    HeaderList list;
    for (const auto& line : lines) {
        auto* longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) {
            throw TransferFailure{"libcurl has no memory"};
        }
        if (!list) {
            list.reset(longer); // later ones are behind the same first
        }
    }
    return list;
}

} // namespace klik::common
