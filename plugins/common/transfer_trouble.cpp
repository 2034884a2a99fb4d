#include "common/transfer_trouble.hpp"

namespace klik::common {

namespace {

/// OpenSSL's X509_V_..., by their numbers in its documentation (verify(1)).
enum Verified : long {
    good = 0,
    not_said = 1, // the chain is good, and libcurl itself refuses the name
    no_issuer = 2,
    not_yet_valid = 9,
    expired = 10,
    self_signed = 18,
    self_signed_in_chain = 19,
    no_local_issuer = 20,
    first_not_verified = 21,
    other_host = 62,
};

std::string certificate_in_words(long verified) {
    switch (verified) {
    case good:
    case not_said:
    case other_host:
        return "its certificate is for another name than the one in `server`";
    case no_issuer:
    case self_signed:
    case self_signed_in_chain:
    case no_local_issuer:
    case first_not_verified:
        return "its certificate is signed by nobody whom `ca_file`, or without it this machine, "
               "knows";
    case not_yet_valid:
        return "its certificate is not valid yet; look at this machine's clock";
    case expired:
        return "its certificate has expired";
    default:
        return "its certificate is not valid";
    }
}

} // namespace

std::string trouble_in_words(CURLcode code, long verified) {
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return certificate_in_words(verified);
    case CURLE_SSL_CACERT_BADFILE:
        return "the certificates in `ca_file` cannot be read";
    case CURLE_COULDNT_RESOLVE_HOST:
        return "its name is not known";
    case CURLE_COULDNT_CONNECT:
        return "nobody answers there; look at its name and port, and whether it runs";
    case CURLE_OPERATION_TIMEDOUT:
        return "it does not answer in time";
    case CURLE_SSL_CONNECT_ERROR:
        return "TLS cannot be agreed on with it; look whether that port has TLS";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_GOT_NOTHING:
        return "what answers there is another kind of server, or wants TLS; look at its port";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
        return "the connection broke";
    default:
        return curl_easy_strerror(code);
    }
}

} // namespace klik::common
