package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.Terraform;
import dev.slipway.simulator.Tool;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From Terraform to Slipway and back, with Terraform itself. Only {@code mvn verify -Pinterop} runs
 * this; what the programs said is left in {@code target/interop}.
 */
@Tag("interop")
@Conforming
class HandoverIT {

  private static final Path OUTPUT = Path.of("target/interop").toAbsolutePath();
  private static final String ENDPOINT = "prod-fraud-detector";
  private static final String[] APPLY = {
    "terraform", "apply", "-no-color", "-auto-approve", "-input=false"
  };

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start(Rehearsal.UNPACED);

  @Test
  void whatTerraformMadeIsAdoptedPromotedDriftedRolledBackExportedAndForgotten() throws Exception {
    assertThat(Tool.missing("terraform")).as("what is missing to run this").isEmpty();
    rehearsal.aws().makeTopic("ml-alerts");
    Tool origin = terraform("handover-origin", "main.tf", "v1.tfvars");
    run(origin, "1-init", "terraform", "init", "-no-color", "-input=false");
    String[] create =
        Stream.concat(Stream.of(APPLY), Stream.of("-var-file=v1.tfvars")).toArray(String[]::new);
    assertThat(run(origin, "2-create", create).said()).contains("9 added, 0 changed");

    Answer dry = imported("?dry_run=true");
    assertThat(dry.status()).as(dry.http().body()).isEqualTo(200);
    assertThat(dry.json().at("/plan/no_changes").asBoolean()).isTrue();
    assertThat(dry.json().at("/plan/changes").size()).isZero();
    assertThat(imported("").status()).isEqualTo(201);
    succeeded(ended(post("claims")));
    assertThat(rehearsal.live("v2").at("/reason"))
        .as("the article's role lacks what Slipway asks of one")
        .contains(
            "ecr:BatchCheckLayerAvailability",
            "cloudwatch:PutMetricData",
            "cloudwatch:DescribeAlarms");
    rehearsal
        .aws()
        .make()
        .roleThatMay(
            "prod-sagemaker-inference",
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": [
              "ecr:BatchCheckLayerAvailability", "cloudwatch:PutMetricData",
              "cloudwatch:DescribeAlarms"]}]}
            """);
    succeeded(rehearsal.live("v2"));
    assertThat(drift()).isEqualTo("IN_SYNC");

    rehearsal.aws().alarms().changeThreshold("prod-endpoint-5xx-errors", 99);
    rehearsal.advance(Duration.ofMinutes(31));
    assertThat(drift()).isEqualTo("DRIFTED");

    succeeded(ended(post("rollbacks")));
    assertThat(rehearsal.api().get("/v1/endpoints/" + ENDPOINT).at("/current_release/number"))
        .isEqualTo("1");
    assertThat(drift()).isEqualTo("IN_SYNC");

    exportedPlansClean();
    removedBlocksForget(origin);
  }

  private void exportedPlansClean() throws Exception {
    Tool exported = terraform("handover-export");
    Files.writeString(
        OUTPUT.resolve("handover-export/main.tf"),
        rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/terraform").http().body());
    run(exported, "1-init", "terraform", "init", "-no-color", "-input=false");
    Tool.Ended plan = run(exported, "2-plan", "terraform", "plan", "-no-color", "-input=false");
    assertThat(plan.said()).contains("to import, 0 to add, 0 to change, 0 to destroy.");
    assertThat(run(exported, "3-import", APPLY).status()).isZero();
    Tool.Ended clean =
        run(exported, "4-plan", "terraform", "plan", "-no-color", "-detailed-exitcode");
    assertThat(clean.said()).contains("No changes.");
    assertThat(clean.status()).isZero();
  }

  /** The blocks that the hand-over page gives let the first Terraform forget what it made. */
  private void removedBlocksForget(Tool origin) throws Exception {
    String resources = run(origin, "3-list", "terraform", "state", "list", "-no-color").said();
    String removed =
        resources
            .lines()
            .map("removed {\n  from = %s\n  lifecycle { destroy = false }\n}\n"::formatted)
            .collect(Collectors.joining());
    assertThat(removed).contains("aws_sagemaker_endpoint.this");
    Files.writeString(
        OUTPUT.resolve("handover-origin/main.tf"),
        """
        terraform {
          required_version = ">= 1.7"
          required_providers { aws = { source = "hashicorp/aws", version = "5.100.0" } }
        }
        provider "aws" {}
        """
            + removed);
    Tool.Ended forgotten = run(origin, "4-forget", APPLY);
    assertThat(forgotten.said()).contains("0 destroyed");
    assertThat(run(origin, "5-list", "terraform", "state", "list").said().strip()).isEmpty();
    assertThat(rehearsal.aws().endpoint(ENDPOINT).endpointStatusAsString()).isEqualTo("InService");
  }

  /** Lets the simulator's time pass while a program runs. */
  private Tool.Ended run(Tool tool, String name, String... command) throws Exception {
    CompletableFuture<Tool.Ended> ended =
        CompletableFuture.supplyAsync(() -> {
          try {
            return tool.run(name, command);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    while (true) {
      try {
        return ended.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        rehearsal.advance(Duration.ofSeconds(10));
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Tool terraform(String name, String... files) throws IOException {
    return Terraform.in(rehearsal.simulatorUri(), OUTPUT.resolve(name), files);
  }

  private String drift() {
    rehearsal.advance(Duration.ofMinutes(7));
    rehearsal.lookForDrift();
    return rehearsal.api().get("/v1/endpoints/" + ENDPOINT + "/drift").at("/state");
  }

  private Answer imported(String query) {
    return rehearsal
        .api()
        .post(
            "/v1/endpoint-imports" + query,
            """
            {"environment": "prod", "model": "fraud-detector", "version": "from-terraform",
             "physical_name": "prod-fraud-detector"}
            """);
  }

  private Answer post(String what) {
    return rehearsal
        .api()
        .post(
            "/v1/endpoints/" + ENDPOINT + "/" + what,
            "{\"reason\": \"Slipway takes over from Terraform.\"}");
  }

  private static void succeeded(Answer deployment) {
    assertThat(deployment.at("/state")).as(deployment.http().body()).isEqualTo("SUCCEEDED");
  }

  private Answer ended(Answer accepted) {
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return rehearsal.untilEnd(UUID.fromString(accepted.at("/id")));
  }
}
