package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped policies allow what the code calls, and of changes nothing else. */
class IamPoliciesTests {

  private static final Path POLICIES = Path.of("docs/iam");
  private static final Path ADAPTERS = Path.of("src/main/java/dev/slipway/cloud");
  private static final Pattern SERVICE =
      Pattern.compile("AwsCalls (\\w+) = new AwsCalls\\(\"([\\w-]+)\"\\)");
  private static final Pattern CALL =
      Pattern.compile("([A-Z_]+)\\s*\\.(?:<[^>]+>)?(?:call|run|find)\\(\\s*\"(\\w+)\"");

  private static final Path OPERATIONS = Path.of("src/main/java/dev/slipway/proxy/Operation.java");
  private static final Pattern OPERATION = Pattern.compile("/\\*\\* (InvokeEndpoint\\w*): ");
  private static final Pattern PATH = Pattern.compile("[A-Z]+\\(\"[a-z-]*invocations[a-z-]*\"\\)");

  /** Operations that are authorised by another name, and one that needs no permission. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "s3:HeadObject", "s3:GetObject",
          "s3:CopyObject", "s3:PutObject",
          "s3:CreateMultipartUpload", "s3:PutObject",
          "s3:UploadPartCopy", "s3:PutObject",
          "s3:CompleteMultipartUpload", "s3:PutObject",
          "s3:ListParts", "s3:ListMultipartUploadParts",
          "s3:ListMultipartUploads", "s3:ListBucketMultipartUploads",
          "sts:GetCallerIdentity", "");

  /** Needed by what AWS does on Slipway's behalf, not by a call of the adapters. */
  private static final Set<String> INDIRECT =
      Set.of(
          "iam:PassRole",
          "iam:TagRole",
          "iam:CreateServiceLinkedRole",
          "s3:ListBucket",
          "sagemaker:UpdateEndpointWeightsAndCapacities",
          "cloudwatch:PutMetricData",
          "iam:SimulatePrincipalPolicy");

  @Test
  void everyCallThatTheCodeMakesIsAllowedByTheShippedPolicies() throws IOException {
    Set<String> called = called();
    assertThat(called).hasSizeGreaterThan(35);
    assertThat(allowed()).containsAll(called);
  }

  @Test
  void nothingElseIsAllowed() throws IOException {
    Set<String> more = allowed();
    more.removeAll(called());
    more.removeAll(INDIRECT);
    more.remove("sts:AssumeRole");
    assertThat(more).isEmpty();
  }

  /** UpdateEndpoint is authorised on the configuration too. */
  @Test
  void updatesAreAllowedOnEndpointAndConfiguration() throws IOException {
    JsonNode statement =
        statements("control-plane.json").stream()
            .filter(it -> actions(it).contains("sagemaker:UpdateEndpoint"))
            .findFirst()
            .orElseThrow();
    assertThat(statement.path("Resource").toString()).contains(":endpoint/", ":endpoint-config/");
  }

  private static Set<String> called() throws IOException {
    Set<String> called = new TreeSet<>();
    try (Stream<Path> files = Files.list(ADAPTERS)) {
      for (Path file : files.toList()) {
        String source = Files.readString(file);
        Map<String, String> services = new HashMap<>();
        Matcher service = SERVICE.matcher(source);
        while (service.find()) services.put(service.group(1), service.group(2));
        Matcher call = CALL.matcher(source);
        while (call.find()) {
          String named = services.get(call.group(1));
          if (named == null) continue;
          String action = named + ":" + call.group(2);
          called.add(OTHERWISE.getOrDefault(action, action));
        }
      }
    }
    called.remove("");
    called.addAll(predictions());
    return called;
  }

  /** What the proxy asks in the same role, without the SDK: an action of its own each. */
  private static Set<String> predictions() throws IOException {
    String source = Files.readString(OPERATIONS);
    Set<String> named = new TreeSet<>();
    Matcher operation = OPERATION.matcher(source);
    while (operation.find()) named.add("sagemaker:" + operation.group(1));
    assertThat(named).as("one of each kind").hasSize((int) PATH.matcher(source).results().count());
    return named;
  }

  private static Set<String> allowed() throws IOException {
    Set<String> allowed = new HashSet<>();
    for (String file : List.of("control-plane.json", "assume.json")) {
      for (JsonNode statement : statements(file)) allowed.addAll(actions(statement));
    }
    return allowed;
  }

  private static List<JsonNode> statements(String file) throws IOException {
    return List.copyOf(
        new JsonMapper()
            .readTree(Files.readString(POLICIES.resolve(file)))
            .path("Statement")
            .values());
  }

  private static List<String> actions(JsonNode statement) {
    JsonNode actions = statement.path("Action");
    return actions.isArray()
        ? actions.values().stream().map(it -> it.asString("")).toList()
        : List.of(actions.asString(""));
  }
}
