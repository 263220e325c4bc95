package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** Names in the path whose letters are percent-encoded: they mean the same (RFC 3986, 2.3). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncodedNamesTests {

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @AfterEach
  void forget() {
    proxy.upstream.asked.clear();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/endpoints/prod%2Dfraud-detector/invocations",
        "/endpoints/%70%72%6f%64%2dfraud%2Ddetector/invocations",
        "/predict/%70rod/fraud-detector",
        "/predict/prod/fraud%2Ddetector"
      })
  void nameTheSameEndpointAndAreSignedAsTheyAreSent(String path) {
    assertThat(proxy.predict(path, "x").statusCode()).isEqualTo(200);
    SdkCaller caller = new SdkCaller(Instant.now()).at("127.0.0.1:" + proxy.proxy.port());
    Head head = caller.signAt(path, "x").head();
    assertThat(head.path()).isEqualTo(path);
    HttpResponse<String> answer = SdkCaller.send(proxy, head, "x");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(proxy.upstream.asked)
        .hasSize(2)
        .allSatisfy(
            asked -> assertThat(asked.path()).isEqualTo("/endpoints/physical-7/invocations"));

    Head plain = new Head("POST", path.replace("%2D", "-"), "", head.headers());
    if (!plain.path().equals(path)) {
      assertThat(SdkCaller.send(proxy, plain, "x").statusCode()).as("not as signed").isEqualTo(403);
    }
  }

  @Test
  void areNobodysWhereTheEncodingIsBroken() {
    assertThat(raw("/endpoints/prod%zz/invocations"))
        .startsWith("HTTP/1.1 400 ")
        .contains("Endpoint prod%zz of account");
    assertThat(raw("/endpoints/prod-fraud-detector%/invocations")).startsWith("HTTP/1.1 400 ");
    assertThat(raw("/predict/prod/fraud-detector%2")).startsWith("HTTP/1.1 404 ");
    assertThat(proxy.upstream.asked).isEmpty();
  }

  private String raw(String path) {
    try (var caller = new RawCaller(proxy)) {
      return caller
          .write(
              RawCaller.head("Content-Length: 1", "Connection: close")
                  .replace(RunningProxy.NAMED, path))
          .write("\r\nx")
          .readAll();
    }
  }

  @Test
  void areToldAsTheCallerHasThem() {
    try (SageMakerRuntimeClient sdk = SignedCallTests.client(proxy.uri(""), SignedCallTests.KEYS)) {
      assertThatThrownBy(() -> sdk.invokeEndpoint(call -> call.endpointName("a b+c")))
          .hasMessageContaining("Endpoint a b+c of account 123456789012 not found.");
    }
  }
}
