package dev.slipway.loadtest;

import dev.slipway.base.Sha256;
import dev.slipway.base.TarGz;
import java.util.SortedMap;

/**
 * Samples in the form that the Inference Recommender wants: an archive with a file for each
 * payload. Equal samples give equal bytes, so that they are put into S3 under one name.
 */
record SampleArchive(byte[] bytes) {

  /** Packs them, by the samples' names. */
  static SampleArchive of(SortedMap<String, byte[]> bodies) {
    return new SampleArchive(TarGz.of(bodies));
  }

  /** A name that follows from the content. */
  String name() {
    return Sha256.hex(bytes).substring(0, 16) + ".tar.gz";
  }
}
