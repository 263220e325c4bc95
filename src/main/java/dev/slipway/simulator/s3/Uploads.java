package dev.slipway.simulator.s3;

import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.Part;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Multipart uploads that were begun and neither completed nor aborted. */
public final class Uploads {

  private static final String KIND = "s3.upload";

  /** A part as it is listed, and where its bytes are. */
  record Piece(Part part, String content) {}

  /**
   * An upload.
   *
   * @param begun what was asked for: bucket, key and headers of the object to be
   */
  record Upload(CreateMultipartUploadRequest begun, NavigableMap<Integer, Piece> pieces) {}

  private final Journal journal;
  private final Contents contents;
  private final Map<String, Upload> uploads = new TreeMap<>();

  /**
   * @param directory where bytes are kept; null for memory
   */
  public Uploads(Journal journal, @Nullable Path directory) {
    this.journal = journal;
    this.contents = new Contents(directory);
    journal.all(KIND).forEach(this::restore);
  }

  private void restore(String id, JsonNode document) {
    NavigableMap<Integer, Piece> pieces = new TreeMap<>();
    for (JsonNode piece : document.path("pieces").values()) {
      Part part = Codec.fromJson(piece.path("part"), Part::builder);
      pieces.put(part.partNumber(), new Piece(part, piece.path("content").asString("")));
    }
    CreateMultipartUploadRequest begun =
        Codec.fromJson(document.path("begun"), CreateMultipartUploadRequest::builder);
    uploads.put(id, new Upload(begun, pieces));
  }

  synchronized void begin(String id, CreateMultipartUploadRequest request) {
    Upload upload = new Upload(request, new TreeMap<>());
    keep(id, upload);
    uploads.put(id, upload);
  }

  /**
   * The upload of that id.
   *
   * @throws ServiceException NoSuchUpload, also when it belongs to another key
   */
  synchronized Upload get(String id, String bucket, String key) {
    Upload upload = uploads.get(id);
    if (upload == null
        || !upload.begun().bucket().equals(bucket)
        || !upload.begun().key().equals(key)) {
      throw new ServiceException(
              404,
              "NoSuchUpload",
              "The specified upload does not exist. The upload ID may be invalid, or the upload may"
                  + " have been aborted or completed.")
          .with("UploadId", id);
    }
    return new Upload(upload.begun(), new TreeMap<>(upload.pieces()));
  }

  /** Adds a part, in the place of one of the same number. */
  synchronized void add(String id, Part part, byte[] bytes) {
    Upload upload = uploads.get(id);
    if (upload == null) {
      return;
    }
    Piece before = upload.pieces().put(part.partNumber(), new Piece(part, contents.put(bytes)));
    keep(id, upload);
    if (before != null) {
      sweep(before);
    }
  }

  byte[] bytes(Piece piece) {
    return contents.get(piece.content());
  }

  synchronized void end(String id) {
    Upload upload = uploads.remove(id);
    if (upload != null) {
      journal.remove(KIND, id);
      upload.pieces().values().forEach(this::sweep);
    }
  }

  /** The uploads into a bucket by their ids. */
  synchronized Map<String, Upload> of(String bucket) {
    Map<String, Upload> found = new TreeMap<>();
    uploads.forEach((id, upload) -> {
      if (upload.begun().bucket().equals(bucket)) {
        found.put(id, upload);
      }
    });
    return found;
  }

  private void keep(String id, Upload upload) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("begun", Codec.toJson(upload.begun()));
    var pieces = document.putArray("pieces");
    for (Piece piece : upload.pieces().values()) {
      pieces.addObject().put("content", piece.content()).set("part", Codec.toJson(piece.part()));
    }
    journal.put(KIND, id, document);
  }

  private void sweep(Piece piece) {
    boolean used =
        uploads.values().stream()
            .flatMap(upload -> upload.pieces().values().stream())
            .anyMatch(other -> other.content().equals(piece.content()));
    if (!used) {
      contents.remove(piece.content());
    }
  }
}
