package dev.slipway.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which S3 operation a path-style request means, by method, path, query and headers. */
final class S3Paths {

  /** Query parameters that make a request another operation; those that are not simulated. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "acl",
          "cors",
          "encryption",
          "legal-hold",
          "lifecycle",
          "logging",
          "notification",
          "object-lock",
          "ownershipControls",
          "partNumber",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versioning",
          "versions",
          "website",
          "accelerate",
          "analytics",
          "inventory",
          "metrics",
          "location",
          "delete");

  private S3Paths() {}

  static Route route(WireRequest request) {
    String path = request.path().substring(Math.min(1, request.path().length()));
    int slash = path.indexOf('/');
    String bucket = WireRequest.decodePath(slash < 0 ? path : path.substring(0, slash));
    String key = slash < 0 ? "" : WireRequest.decodePath(path.substring(slash + 1));
    Map<String, String> values = new LinkedHashMap<>();
    if (!bucket.isEmpty()) {
      values.put("Bucket", bucket);
    }
    if (!key.isEmpty()) {
      values.put("Key", key);
    }
    return new Route(Service.S3, operation(request, bucket, key), new RestXml(), values);
  }

  private static String operation(WireRequest request, String bucket, String key) {
    Map<String, String> query = request.parameters();
    String method = request.method();
    for (String name : query.keySet()) {
      if (ELSEWHERE.contains(name)) {
        return method + " ?" + name;
      }
    }
    if (bucket.isEmpty()) {
      return method.equals("GET") ? "ListBuckets" : method + " /";
    }
    if (key.isEmpty()) {
      return switch (method) {
        case "PUT" -> "CreateBucket";
        case "HEAD" -> "HeadBucket";
        case "DELETE" -> "DeleteBucket";
        case "GET" -> "2".equals(query.get("list-type")) ? "ListObjectsV2" : "ListObjects";
        default -> method + " bucket";
      };
    }
    return switch (method) {
      case "PUT" -> request.header("x-amz-copy-source") == null ? "PutObject" : "CopyObject";
      case "GET" -> query.containsKey("attributes") ? "GetObjectAttributes" : "GetObject";
      case "HEAD" -> "HeadObject";
      case "DELETE" -> "DeleteObject";
      default -> method + " object";
    };
  }
}
