package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.RoleTable;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityChainTests {

  @AutoClose private final ApiServer server = ApiServer.start();

  @Test
  void aKnownTokenIsLetIn() {
    assertThat(server.get("/v1/models").status()).isEqualTo(200);
    assertThat(
            server
                .send("GET", "/v1/models", null, "Authorization", "bearer  " + ApiServer.TOKEN)
                .status())
        .isEqualTo(200);
  }

  @Test
  void withoutATokenTheAnswerSaysWhatToSend() {
    Answer answer = server.send("GET", "/v1/models", null);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.at("/code")).isEqualTo("unauthenticated");
    assertThat(answer.at("/type")).isEqualTo("/problems/unauthenticated");
    assertThat(answer.at("/detail")).contains("Authorization: Bearer <token>");
    assertThat(answer.at("/request_id")).isEqualTo(answer.header("X-Request-Id")).isNotEmpty();
  }

  @Test
  void eachWrongWayIsToldApart() {
    assertThat(detail("Bearer slipway_no_such_token_at_all")).contains("is unknown");
    assertThat(detail("Bearer ")).contains("is unknown");
    assertThat(detail("Basic YTpi")).contains("Only bearer tokens");
    assertThat(detail("AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/sagemaker/aws4_request"))
        .contains("Signed calls are for predictions");
  }

  @Test
  void anAwsSdkThatMeantTheProxyTellsItsCallerSo() {
    StaticCredentialsProvider keys =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("SLIPA", "slk_a"));
    try (SageMakerRuntimeClient sdk =
        SageMakerRuntimeClient.builder()
            .endpointOverride(server.uri())
            .region(Region.EU_WEST_1)
            .credentialsProvider(keys)
            .httpClientBuilder(ApacheHttpClient.builder())
            .build()) {
      assertThatThrownBy(() -> sdk.invokeEndpoint(call -> call.endpointName("prod-fraud-detector")))
          .hasMessageContaining("Signed calls are for predictions")
          .isInstanceOfSatisfying(
              SageMakerRuntimeException.class,
              failure -> {
                assertThat(failure.statusCode()).isEqualTo(401);
                assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("unauthenticated");
                assertThat(failure.requestId()).isNotEmpty();
              });
    }
  }

  private String detail(String authorization) {
    Answer answer = server.send("POST", "/v1/models", "{}", "Authorization", authorization);
    assertThat(answer.status()).isEqualTo(401);
    return answer.at("/detail");
  }

  @Test
  void aRevokedTokenIsRefusedAtOnce() {
    try (ApiServer other = ApiServer.start()) {
      assertThat(other.get("/v1/models").status()).isEqualTo(200);
      other.bean(JdbcClient.class).sql("update access_token set revoked_at = now()").update();
      assertThat(other.get("/v1/models").status()).isEqualTo(401);
    }
  }

  @Test
  void withoutAConfiguredTokenItStartsAndNobodyIsLetIn() {
    try (ApiServer closed = ApiServer.start(Map.of())) {
      assertThat(closed.get("/v1/models").status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/docs",
        "/openapi.yaml",
        "/problems/unauthenticated",
        "/assets/app.js",
        "/readyz",
        "/livez",
        "/login"
      })
  void whatIsListedIsOpenToAnybody(String path) {
    assertThat(server.send("GET", path, null).status()).isNotIn(401, 403);
    assertThat(server.send("GET", path, null, "Authorization", "Bearer nonsense").status())
        .isNotIn(401, 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/",
        "/v1/models/",
        "/actuator",
        "/actuator/env",
        "/nothing",
        "/v1//models"
      })
  void nothingElseIs(String path) {
    assertThat(server.send("GET", path, null).status()).isIn(400, 401);
  }

  @Test
  void whatIsOpenIsWhatTheDocumentationSays() {
    assertThat(OpenPaths.ALL).containsExactlyElementsOf(RoleTable.OPEN);
  }

  @Test
  void onlyReadingIsOpen() {
    assertThat(server.send("POST", "/docs", "{}").status()).isEqualTo(401);
    assertThat(server.send("DELETE", "/", null).status()).isEqualTo(401);
  }

  @Test
  void answersCarrySecurityHeadersAndNoCookie() {
    Answer answer = server.get("/v1/models");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'self'");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }
}
