package dev.slipway.rollout;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Causes for which a container does not come up, as SageMaker's reason and the container's own log
 * show them, each with a way out. They are looked for in this order, so that a more telling cause
 * comes first.
 */
public enum StartFailureCause {
  NO_CAPACITY(
      "AWS had no instances of this type.",
      "Deploy again later, or choose another instance type.",
      "insufficient.*capacity|unable to provision|no capacity",
      null),
  QUOTA(
      "The account's quota of instances is used up.",
      "Raise the quota for this instance type in Service Quotas, or use the strategy ROLLING, which"
          + " needs no second fleet.",
      "resourcelimitexceeded|service limit",
      null),
  MODEL_DOWNLOAD(
      "The artifact could not be downloaded or unpacked.",
      "See that the artifact is there and a tar.gz, that the execution role may read it, and that"
          + " model_data_download_timeout_seconds is long enough for its size.",
      "failed to download model data|could not find model data|failed to extract model data",
      null),
  IMAGE(
      "The image could not be pulled, or does not run on this instance.",
      "See that the image is in the registry, that the execution role may pull it, that it is built"
          + " for the instance's architecture (x86-64, or arm64 on Graviton), and that it has a"
          + " program named serve.",
      "failed to pull|cannotpullcontainer|image.*(does not exist|not found)|manifest.*unknown",
      "exec format error|executable file not found|exec: \"serve\"|no such image"),
  OUT_OF_MEMORY(
      "The container ran out of memory.",
      "Choose an instance type with more memory, start fewer workers, or load a smaller model.",
      "out of memory|oom",
      "out ?of ?memory|\\boom[ -]?kill|memoryerror|cannot allocate memory|std::bad_alloc|^killed$"),
  MISSING_MODULE(
      "The program lacks a module that it imports.",
      "Put it into the image, or into the requirements.txt that the serving program installs, and"
          + " register a new version.",
      null,
      "modulenotfounderror|no module named|importerror|classnotfoundexception|noclassdeffounderror"
          + "|cannot open shared object file|cannot find module"),
  PERMISSION(
      "Something was refused for want of permission.",
      "Give the execution role the permission that the line names.",
      "access ?denied|not authorized",
      "access ?denied|accessdeniedexception|not authorized to perform|permission denied"
          + "|\\b403\\b.*forbidden"),
  MODEL_UNREADABLE(
      "The program could not load the model from the artifact.",
      "See that the artifact holds what the program expects, where it expects it (/opt/ml/model),"
          + " and that both were made with the same versions of their libraries.",
      null,
      "cannot load model|unpicklingerror|/opt/ml/model.*no such file|no such file.*/opt/ml/model"
          + "|filenotfounderror|invalid load key|unexpected key\\(s\\) in state_dict"),
  PORT_IN_USE(
      "The port was taken: the program is started twice, or something else listens.",
      "Let one process listen on port 8080.",
      null,
      "address already in use"),
  PROGRAM_FAILED(
      "The program ended with an error.",
      "Mend what the line says and register a new version.",
      null,
      "^\\w*(\\.\\w+)*(error|exception)\\b|traceback \\(most recent call"
          + " last\\)|panic:|segmentation fault|fatal|exited with"),
  PING_REFUSED(
      "The program runs and answers GET /ping with something other than 200.",
      "Let /ping answer 200 once the model is loaded.",
      null,
      "get /ping( http/[\\d.]+)?\"? [345]\\d\\d"),
  TOO_SLOW(
      "The container did not answer GET /ping in time.",
      "Raise container_startup_timeout_seconds, or load the model faster.",
      null,
      "no answer to get /ping within"),
  NO_ANSWER(
      "The container did not answer GET /ping, and wrote no error.",
      "See that the program listens on port 8080 and answers GET /ping with 200. If it needs longer"
          + " to load the model, raise container_startup_timeout_seconds.",
      "ping health check",
      null),
  UNKNOWN(
      "Neither SageMaker's reason nor the container's lines say why.",
      "Read the whole log in CloudWatch.",
      null,
      null);

  private final String meaning;
  private final String wayOut;
  private final @Nullable Pattern reason;
  private final @Nullable Pattern line;

  StartFailureCause(String meaning, String wayOut, @Nullable String reason, @Nullable String line) {
    this.meaning = meaning;
    this.wayOut = wayOut;
    this.reason = reason == null ? null : Pattern.compile(reason, Pattern.CASE_INSENSITIVE);
    this.line = line == null ? null : Pattern.compile(line, Pattern.CASE_INSENSITIVE);
  }

  /** What it means, for a person. */
  String meaning() {
    return meaning;
  }

  /** What to do about it. */
  String wayOut() {
    return wayOut;
  }

  /** The cause that SageMaker's reason and the container's lines, oldest first, speak of. */
  static StartFailureCause of(String reason, List<String> lines) {
    for (StartFailureCause cause : values()) {
      boolean told = cause.reason != null && cause.reason.matcher(reason).find();
      if (told || cause.evidence(lines).isPresent()) return cause;
    }
    return UNKNOWN;
  }

  /** The last line that speaks of it. */
  Optional<String> evidence(List<String> lines) {
    if (line == null) return Optional.empty();
    Pattern sought = line;
    return lines.reversed().stream().filter(it -> sought.matcher(it.strip()).find()).findFirst();
  }
}
