package dev.slipway.bench;

/** What must hold, said as it is found, and whether all of it did. */
final class Verdict {

  private boolean all = true;

  void that(String what, boolean held) {
    System.out.println(what + ": " + (held ? "held" : "MISSED"));
    all &= held;
  }

  /** Something that must hold could not be measured here. */
  void unknown(String what, String why) {
    System.out.println(what + ": NOT MEASURED, " + why);
    all = false;
  }

  boolean all() {
    return all;
  }
}
