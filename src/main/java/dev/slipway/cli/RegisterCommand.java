package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway register}. */
@Command(
    name = "register",
    customSynopsis = "slipway register MODEL VERSION --image IMAGE --artifact S3-ADDRESS [options]",
    description = "Register a version of a model. Versions never change; the same again is fine.",
    footer = {
      "",
      "Example:",
      "  slipway register fraud-detector v7 \\",
      "    --image 123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0 \\",
      "    --artifact s3://ml-models/fraud-detector/v7/model.tar.gz \\",
      "    --env SAGEMAKER_PROGRAM=inference.py --create-model"
    })
final class RegisterCommand extends ClientCommand {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  String model = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's name.")
  String version = "";

  @Option(
      names = "--image",
      required = true,
      paramLabel = "IMAGE",
      order = 10,
      description = "The container image in ECR.")
  String image = "";

  @Option(
      names = "--artifact",
      required = true,
      paramLabel = "S3-ADDRESS",
      order = 11,
      description = "One .tar.gz in S3.")
  String artifact = "";

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      order = 12,
      description = "A variable of the container; may be repeated.")
  Map<String, String> environment = new LinkedHashMap<>();

  @Option(names = "--description", paramLabel = "TEXT", order = 13, description = "For people.")
  @Nullable String description;

  @Option(
      names = "--create-model",
      order = 14,
      description = "Make the model, if there is none of that name.")
  boolean createModel;

  @Mixin Keyed keyed = new Keyed();

  RegisterCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Api api = session.api();
    if (createModel) createModel(api, session.printer());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", version).put("image", image).put("artifact", artifact);
    ObjectNode variables = body.putObject("container_environment");
    environment.forEach(variables::put);
    if (description != null) body.put("description", description);
    Answer answer = api.post(Route.of("models", model, "versions"), keyed.key(), body);
    String what =
        answer.status() == 201
            ? "%s %s is registered."
            : "%s %s was registered before, as the same.";
    Printer printer = session.printer();
    if (printer.json()) printer.document(answer.body());
    else printer.say(printer.paint().good("✓ ") + what.formatted(model, version));
    return Exit.DONE;
  }

  private void createModel(Api api, Printer printer) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", model);
    try {
      api.post(Route.of("models"), keyed.key(), body);
      printer.say(printer.paint().good("✓ ") + "Model " + model + " is new.");
    } catch (ClientFailure failure) {
      if (!is(failure, "model-exists")) throw failure;
    }
  }

  private static boolean is(ClientFailure failure, String code) {
    return failure
        .document()
        .filter(problem -> problem.path("code").asString("").equals(code))
        .isPresent();
  }
}
