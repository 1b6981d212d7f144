package org.messagecenter.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsmpp.bean.OptionalParameter;

/**
 * A submit_sm to send: begin with {@link #to} and change what the test is about.
 *
 * <pre>{@code
 * Submission.to("491701234567").text("hello").registeredDelivery(1)
 * }</pre>
 *
 * <p>Immutable: each change is a new submission. Nothing is checked here, so that a wrong value
 * reaches the message center.
 */
public final class Submission {

  final PeerAddress destination;
  PeerAddress source = PeerAddress.international("4915100000000");
  String serviceType = "";
  int esmClass;
  String scheduleDeliveryTime = "";
  String validityPeriod = "";
  int registeredDelivery;
  int replaceIfPresent;
  int dataCoding;
  byte[] shortMessage = "hello".getBytes(StandardCharsets.US_ASCII);
  Map<Integer, byte[]> tlvs = Map.of();

  private Submission(PeerAddress destination) {
    this.destination = destination;
  }

  private Submission(Submission other) {
    destination = other.destination;
    source = other.source;
    serviceType = other.serviceType;
    esmClass = other.esmClass;
    scheduleDeliveryTime = other.scheduleDeliveryTime;
    validityPeriod = other.validityPeriod;
    registeredDelivery = other.registeredDelivery;
    replaceIfPresent = other.replaceIfPresent;
    dataCoding = other.dataCoding;
    shortMessage = other.shortMessage;
    tlvs = other.tlvs;
  }

  /** A short ASCII message to an international number, with nothing asked for. */
  public static Submission to(String destination) {
    return to(PeerAddress.international(destination));
  }

  /** A short ASCII message to any address, with nothing asked for. */
  public static Submission to(PeerAddress destination) {
    return new Submission(destination);
  }

  /** Sets the source address. */
  public Submission from(PeerAddress address) {
    Submission next = new Submission(this);
    next.source = address;
    return next;
  }

  /** Sets short_message to an ASCII text of at most 254 characters. */
  public Submission text(String text) {
    return shortMessage(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sets short_message, at most 254 octets. */
  public Submission shortMessage(byte[] octets) {
    Submission next = new Submission(this);
    next.shortMessage = octets.clone();
    return next;
  }

  /** Adds message_payload with an ASCII text; it wins over short_message. */
  public Submission messagePayload(String text) {
    return tlv(ReceivedMessage.MESSAGE_PAYLOAD, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sets service_type, at most 5 characters. */
  public Submission serviceType(String type) {
    Submission next = new Submission(this);
    next.serviceType = type;
    return next;
  }

  /** Sets the replace_if_present_flag octet. */
  public Submission replaceIfPresent(int octet) {
    Submission next = new Submission(this);
    next.replaceIfPresent = octet;
    return next;
  }

  /** Sets the esm_class octet. */
  public Submission esmClass(int octet) {
    Submission next = new Submission(this);
    next.esmClass = octet;
    return next;
  }

  /** Sets the registered_delivery octet. */
  public Submission registeredDelivery(int octet) {
    Submission next = new Submission(this);
    next.registeredDelivery = octet;
    return next;
  }

  /** Sets validity_period, 16 characters in the form of the specification, or empty. */
  public Submission validityPeriod(String time) {
    Submission next = new Submission(this);
    next.validityPeriod = time;
    return next;
  }

  /** Sets schedule_delivery_time, 16 characters in the form of the specification, or empty. */
  public Submission scheduleDeliveryTime(String time) {
    Submission next = new Submission(this);
    next.scheduleDeliveryTime = time;
    return next;
  }

  /** Sets the data_coding octet. */
  public Submission dataCoding(int octet) {
    Submission next = new Submission(this);
    next.dataCoding = octet;
    return next;
  }

  /** Adds an optional parameter, or replaces its value. */
  public Submission tlv(int tag, byte[] value) {
    Submission next = new Submission(this);
    next.tlvs = new LinkedHashMap<>(tlvs);
    next.tlvs.put(tag, value.clone());
    return next;
  }

  /** Adds optional parameters, or replaces their values. */
  Submission tlvs(Map<Integer, byte[]> values) {
    Submission next = new Submission(this);
    next.tlvs = new LinkedHashMap<>(tlvs);
    next.tlvs.putAll(values);
    return next;
  }

  /** The optional parameters as jSMPP takes them. */
  OptionalParameter[] parameters() {
    return tlvs.entrySet().stream()
        .map(tlv -> new OptionalParameter.OctetString(tlv.getKey().shortValue(), tlv.getValue()))
        .toArray(OptionalParameter[]::new);
  }
}
