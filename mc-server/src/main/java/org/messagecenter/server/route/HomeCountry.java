package org.messagecenter.server.route;

/**
 * The country that national numbers belong to.
 *
 * @param callingCode its country calling code
 * @param trunkPrefix what national numbers may begin with and international ones have not: "0" in
 *     most countries, empty where there is none
 */
record HomeCountry(String callingCode, String trunkPrefix) {

  /** Whether a leading zero says that a number is national; in Italy it belongs to the number. */
  boolean zeroLeads() {
    return trunkPrefix.isEmpty() || trunkPrefix.startsWith("0");
  }

  /** The international form of a national number, without "+". */
  String international(String national) {
    return callingCode
        + (national.startsWith(trunkPrefix) ? national.substring(trunkPrefix.length()) : national);
  }
}
