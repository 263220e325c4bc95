package dev.slipway.catalog;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Shared;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The API of an empty catalog. */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class CatalogStage permits ModelApiTests, VersionApiTests, SampleApiTests {

  static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0";
  static final String ARTIFACT = "s3://ml-models-dev/fraud-detector/v2/model.tar.gz";
  static final String VERSION =
      """
      {"name": "v2", "image": "%s", "artifact": "%s",
       "container_environment": {"SAGEMAKER_PROGRAM": "inference.py"}, "description": "More trees"}
      """
          .formatted(IMAGE, ARTIFACT);

  private static final Shared<ApiServer> SERVER =
      Shared.among(CatalogStage.class, ApiServer::start);

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

  /** Makes a model. */
  Answer create(String name) {
    return server.post(
        "/v1/models", "{\"name\": \"%s\", \"description\": \"Scores payments\"}".formatted(name));
  }
}
