// The messages in schemas/golden, which every client may rely on, against the code that reads and
// writes them.

#include "codec/control_message.hpp"
#include "codec/envelope.hpp"
#include "codec/fact.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace klik::codec {
namespace {

using test::Json;

const std::filesystem::path golden{KLIK_SOURCE_DIR "/schemas/golden"};

/// The bytes of the messages whose file's name starts so, with what comes behind.
std::map<std::string, std::string> messages(const std::string& prefix) {
    std::map<std::string, std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator{golden}) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() == ".msgpack" && name.starts_with(prefix)) {
            std::ifstream file{entry.path(), std::ios::binary};
            found[name.substr(prefix.size())].assign(std::istreambuf_iterator<char>{file}, {});
        }
    }
    EXPECT_FALSE(found.empty()) << prefix;
    return found;
}

TEST(GoldenMessage, EveryMessageOfAClientIsUnderstood) {
    for (const auto& [name, payload] : messages("client.")) {
        const std::string verb = name.substr(0, name.find('.'));
        const auto decoded = decode_client_message(verb, payload);
        EXPECT_TRUE(decoded) << name << ": " << decoded.error().problem.sentence();
    }
}

TEST(GoldenMessage, EveryFactIsUnderstoodWithoutARest) {
    for (const auto& [name, payload] : messages("fact.")) {
        const auto fact = decode_fact(payload);
        ASSERT_TRUE(fact) << name << ": " << fact.error().sentence();
        EXPECT_TRUE(fact->unknown_keys.empty()) << name;
    }
}

TEST(GoldenMessage, TheFactInAPutIsAFact) {
    const std::string payload = messages("client.").at("put");
    const auto put = decode_client_message("put", payload);
    ASSERT_TRUE(put);
    EXPECT_EQ(test::problem_of(decode_fact(std::get<PutFact>(put->body).event)), "");
}

domain::Sequence sequence_of(const Json& attribute) {
    return domain::sequence(
               attribute.get<std::string>().substr(attribute.get<std::string>().size() - 20))
        .value();
}

engine::EventKind kind_of_type(const std::string& type) {
    if (type.starts_with("dk.klik.task.change") || type.starts_with("dk.klik.request")) {
        return engine::EventKind::request;
    }
    if (type.starts_with("dk.klik.task")) {
        return engine::EventKind::state;
    }
    return type.starts_with("dk.klik.system") ? engine::EventKind::system
                                              : engine::EventKind::notification;
}

TEST(GoldenMessage, EveryEventIsWhatTheCodeWouldWrite) {
    for (const auto& [name, payload] : messages("event.")) {
        const Json message = test::json_of(payload);
        const std::string type = message["type"];
        const Record golden_record{
            .sequence = sequence_of(message["sequence"]),
            .previous = sequence_of(message["previous"]),
            .cause = sequence_of(message["causationid"]),
            .at = {domain::utc_from_rfc3339(message["time"].get<std::string>()).value(), {}},
            .kind = kind_of_type(type),
            .type = type,
            .subject = message["subject"],
            .data = test::msgpack_of(message["data"])};
        const auto event = decode_record(golden_record);
        ASSERT_TRUE(event) << name << ": " << event.error().sentence();
        const domain::MunicipalityCode korsbaek{"9999"};
        const std::string written = encode_envelope(korsbaek, message["epoch"].get<std::string>(),
                                                    encode_record(korsbaek, *event));
        // The order of keys in `data` is for the schema's reader, so they are compared without it.
        EXPECT_EQ(nlohmann::json(test::json_of(written)), nlohmann::json(message)) << name;
    }
}

} // namespace
} // namespace klik::codec
