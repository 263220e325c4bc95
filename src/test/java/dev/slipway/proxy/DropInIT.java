package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.SigningKeys;
import dev.slipway.cloud.Clouds;
import dev.slipway.endpoint.Routes;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.simulator.Tool;
import dev.slipway.testing.ApiServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * boto3 with another URL and other keys, before a control plane that issued them. Only {@code mvn
 * verify -Pinterop} runs this; it fails where a tool is missing.
 */
@Tag("interop")
class DropInIT {

  private static final Path SCRIPT = Path.of("src/test/interop/python/predict.py").toAbsolutePath();
  private static final Path OUTPUT = Path.of("target/interop/drop-in").toAbsolutePath();

  @Test
  void boto3PredictsUnmodifiedButForItsUrlAndKeys() throws Exception {
    List<String> missing = new ArrayList<>(Tool.missing("python3"));
    if (missing.isEmpty()
        && new ProcessBuilder("python3", "-c", "import boto3").start().waitFor() != 0) {
      missing.add("Python's boto3");
    }
    assertThat(missing).as("what is missing to run this").isEmpty();
    Files.createDirectories(OUTPUT);
    try (Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED)) {
      rehearsal.live("v1");
      Answer key = accessKey(rehearsal);
      try (var proxy =
          new RehearsedProxy(
              () -> rehearsal.api().bean(Routes.class).all(),
              rehearsal.api().bean(Clouds.class),
              rehearsal.api().bean(SigningKeys.class)::find)) {
        Tool.Ended ended =
            new Tool(
                    proxy.uri(),
                    OUTPUT,
                    Map.of(
                        "AWS_ACCESS_KEY_ID", key.at("/access_key_id"),
                        "AWS_SECRET_ACCESS_KEY", key.at("/secret_access_key")))
                .run("boto3", "python3", SCRIPT.toString());
        assertThat(ended.said()).endsWith("done\n");
        assertThat(ended.status()).isZero();
      }
    }
  }

  private static Answer accessKey(Rehearsal rehearsal) {
    rehearsal
        .api()
        .post(
            "/v1/service-accounts",
            "{\"name\": \"shop\", \"grants\": [{\"role\": \"INVOKER\", \"environment\":"
                + " \"prod\"}]}");
    return rehearsal.api().post("/v1/service-accounts/shop/access-keys", "{\"name\": \"boto3\"}");
  }
}
