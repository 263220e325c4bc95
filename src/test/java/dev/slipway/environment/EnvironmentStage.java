package dev.slipway.environment;

import dev.slipway.base.MergePatch;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Shared;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The API of environments, of which there are none at first. */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class EnvironmentStage
    permits EnvironmentCreationTests,
        EnvironmentChangesTests,
        EnvironmentQueriesTests,
        PredecessorsTests {

  static final JsonMapper JSON = new JsonMapper();

  /** What no preset can know. */
  static final String LEAST =
      """
      {"location": {"account_id": "123456789012", "region": "us-east-1"},
       "execution_role": {"managed": true},
       "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}}
      """;

  private static final Shared<ApiServer> SERVER =
      Shared.among(EnvironmentStage.class, ApiServer::start);

  final ApiServer server = SERVER.get();

  @BeforeEach
  void empty() {
    TestPostgres.takeRows(server.bean(JdbcClient.class));
    server.facts().clear();
  }

  @AfterAll
  static void leave() throws Exception {
    SERVER.leave();
  }

  Answer create(String name, String profile) {
    return server.post(
        "/v1/environments", "{\"name\": \"%s\", \"profile\": %s}".formatted(name, profile));
  }

  static String with(String profile, String more) {
    return MergePatch.apply(JSON.readTree(profile), JSON.readTree(more)).toString();
  }
}
