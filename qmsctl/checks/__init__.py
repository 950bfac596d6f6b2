"""The rules.  Each is a module and its pages; this list is their table of contents, in report order."""

from __future__ import annotations

from typing import Final

from qmsctl.checks.abandoned_change import abandoned_change
from qmsctl.checks.altered_attachment import altered_attachment
from qmsctl.checks.ambiguous_kind import ambiguous_kind
from qmsctl.checks.avoided_word import avoided_word
from qmsctl.checks.awaited_value import awaited_value
from qmsctl.checks.backward_dates import backward_dates
from qmsctl.checks.backward_revision import backward_revision
from qmsctl.checks.backward_waiver import backward_waiver
from qmsctl.checks.borrowed_authorship import borrowed_authorship
from qmsctl.checks.broken_seal import broken_seal
from qmsctl.checks.bulk_approval import bulk_approval
from qmsctl.checks.changed_after_approval import changed_after_approval
from qmsctl.checks.changed_authority import changed_authority
from qmsctl.checks.changed_record import changed_record
from qmsctl.checks.contested_answer import contested_answer
from qmsctl.checks.contested_record import contested_record
from qmsctl.checks.contradicted_status import contradicted_status
from qmsctl.checks.dangling_mention import dangling_mention
from qmsctl.checks.dangling_reference import dangling_reference
from qmsctl.checks.days_outside_plan import days_outside_plan
from qmsctl.checks.declared_approval import declared_approval
from qmsctl.checks.deleted_record import deleted_record
from qmsctl.checks.departed_file import departed_file
from qmsctl.checks.differing_questions import differing_questions
from qmsctl.checks.disordered_audit import disordered_audit
from qmsctl.checks.double_booked_auditor import double_booked_auditor
from qmsctl.checks.double_question import double_question
from qmsctl.checks.duplicate_id import duplicate_id
from qmsctl.checks.duplicate_key import duplicate_key
from qmsctl.checks.duplicate_number import duplicate_number
from qmsctl.checks.evidence_outside_plan import evidence_outside_plan
from qmsctl.checks.evidence_without_criteria import evidence_without_criteria
from qmsctl.checks.expired_waiver import expired_waiver
from qmsctl.checks.exposed_secret import exposed_secret
from qmsctl.checks.faulty_entry import faulty_entry
from qmsctl.checks.future_date import future_date
from qmsctl.checks.id_outside_pattern import id_outside_pattern
from qmsctl.checks.idle_pattern import idle_pattern
from qmsctl.checks.idle_waiver import idle_waiver
from qmsctl.checks.implausible_recording_time import implausible_recording_time
from qmsctl.checks.impossible_sample import impossible_sample
from qmsctl.checks.incompetent_team import incompetent_team
from qmsctl.checks.incomplete_checklist import incomplete_checklist
from qmsctl.checks.incomplete_nonconformity import incomplete_nonconformity
from qmsctl.checks.incomplete_plan import incomplete_plan
from qmsctl.checks.incomplete_programme import incomplete_programme
from qmsctl.checks.irreproducible_sample import irreproducible_sample
from qmsctl.checks.late_audit import late_audit
from qmsctl.checks.late_entry import late_entry
from qmsctl.checks.late_programme import late_programme
from qmsctl.checks.late_record import late_record
from qmsctl.checks.late_recording import late_recording
from qmsctl.checks.leading_question import leading_question
from qmsctl.checks.licensed_text import licensed_text
from qmsctl.checks.lost_proof import lost_proof
from qmsctl.checks.malformed_file import malformed_file
from qmsctl.checks.misdirected_waiver import misdirected_waiver
from qmsctl.checks.misfiled_document import misfiled_document
from qmsctl.checks.misfiled_record import misfiled_record
from qmsctl.checks.mismatched_approval import mismatched_approval
from qmsctl.checks.misplaced_finding import misplaced_finding
from qmsctl.checks.missed_follow_up import missed_follow_up
from qmsctl.checks.missed_recertification import missed_recertification
from qmsctl.checks.missing_attachment import missing_attachment
from qmsctl.checks.missing_conclusions import missing_conclusions
from qmsctl.checks.missing_field import missing_field
from qmsctl.checks.missing_information import missing_information
from qmsctl.checks.missing_meeting import missing_meeting
from qmsctl.checks.missing_objectives import missing_objectives
from qmsctl.checks.missing_owner import missing_owner
from qmsctl.checks.missing_period import missing_period
from qmsctl.checks.missing_retention import missing_retention
from qmsctl.checks.missing_section import missing_section
from qmsctl.checks.moved_tag import moved_tag
from qmsctl.checks.named_person import named_person
from qmsctl.checks.orphan_approval import orphan_approval
from qmsctl.checks.orphan_evidence import orphan_evidence
from qmsctl.checks.orphan_translation import orphan_translation
from qmsctl.checks.outdated_legal_basis import outdated_legal_basis
from qmsctl.checks.outlived_edition import outlived_edition
from qmsctl.checks.outsider_evidence import outsider_evidence
from qmsctl.checks.overdue_action import overdue_action
from qmsctl.checks.overdue_review import overdue_review
from qmsctl.checks.overdue_step import overdue_step
from qmsctl.checks.overdue_surveillance import overdue_surveillance
from qmsctl.checks.own_work_audited import own_work_audited
from qmsctl.checks.ownerless_process import ownerless_process
from qmsctl.checks.partial_auditor import partial_auditor
from qmsctl.checks.partial_programme import partial_programme
from qmsctl.checks.person_in_evidence import person_in_evidence
from qmsctl.checks.personal_number import personal_number
from qmsctl.checks.placeholder_text import placeholder_text
from qmsctl.checks.placeholder_value import placeholder_value
from qmsctl.checks.programme_gap import programme_gap
from qmsctl.checks.proposed_solution import proposed_solution
from qmsctl.checks.renamed_record import renamed_record
from qmsctl.checks.repeated_evidence import repeated_evidence
from qmsctl.checks.repeated_question import repeated_question
from qmsctl.checks.retroactive_approval import retroactive_approval
from qmsctl.checks.revision_approved_twice import revision_approved_twice
from qmsctl.checks.rewritten_history import rewritten_history
from qmsctl.checks.self_approval import self_approval
from qmsctl.checks.self_verified_action import self_verified_action
from qmsctl.checks.shared_letter import shared_letter
from qmsctl.checks.softened_nonconformity import softened_nonconformity
from qmsctl.checks.step_out_of_order import step_out_of_order
from qmsctl.checks.stray_blanks import stray_blanks
from qmsctl.checks.succession_cycle import succession_cycle
from qmsctl.checks.succession_gap import succession_gap
from qmsctl.checks.superseded_criterion import superseded_criterion
from qmsctl.checks.two_successors import two_successors
from qmsctl.checks.unaccompanied_file import unaccompanied_file
from qmsctl.checks.unagreed_audit import unagreed_audit
from qmsctl.checks.unanswered_dispute import unanswered_dispute
from qmsctl.checks.unanswered_question import unanswered_question
from qmsctl.checks.unapproved_revision import unapproved_revision
from qmsctl.checks.unasked_clause import unasked_clause
from qmsctl.checks.unassessed_finding import unassessed_finding
from qmsctl.checks.unassigned_nonconformity import unassigned_nonconformity
from qmsctl.checks.unauthorised_approval import unauthorised_approval
from qmsctl.checks.unauthorised_waiver import unauthorised_waiver
from qmsctl.checks.unchanged_revision import unchanged_revision
from qmsctl.checks.unclaimed_clause import unclaimed_clause
from qmsctl.checks.undescribed_sample import undescribed_sample
from qmsctl.checks.undocumented_clause import undocumented_clause
from qmsctl.checks.unevidenced_audit import unevidenced_audit
from qmsctl.checks.unexplained_answer import unexplained_answer
from qmsctl.checks.unexplained_deviation import unexplained_deviation
from qmsctl.checks.unexplained_exclusion import unexplained_exclusion
from qmsctl.checks.unexplained_move import unexplained_move
from qmsctl.checks.unexplained_withdrawal import unexplained_withdrawal
from qmsctl.checks.unfounded_approval import unfounded_approval
from qmsctl.checks.unfounded_waiver import unfounded_waiver
from qmsctl.checks.unjustified_major import unjustified_major
from qmsctl.checks.unjustified_regrading import unjustified_regrading
from qmsctl.checks.unknown_clause import unknown_clause
from qmsctl.checks.unknown_entry import unknown_entry
from qmsctl.checks.unknown_field import unknown_field
from qmsctl.checks.unknown_key import unknown_key
from qmsctl.checks.unknown_owner import unknown_owner
from qmsctl.checks.unknown_participant import unknown_participant
from qmsctl.checks.unknown_question import unknown_question
from qmsctl.checks.unknown_unit import unknown_unit
from qmsctl.checks.unmarked_recurrence import unmarked_recurrence
from qmsctl.checks.unmeasured_evidence import unmeasured_evidence
from qmsctl.checks.unnamed_form import unnamed_form
from qmsctl.checks.unprogrammed_audit import unprogrammed_audit
from qmsctl.checks.unquoted_number import unquoted_number
from qmsctl.checks.unraised_nonconformity import unraised_nonconformity
from qmsctl.checks.unread_folder import unread_folder
from qmsctl.checks.unread_revision import unread_revision
from qmsctl.checks.unrecorded_record import unrecorded_record
from qmsctl.checks.unreviewed_programme import unreviewed_programme
from qmsctl.checks.unscheduled_scope import unscheduled_scope
from qmsctl.checks.unseen_records import unseen_records
from qmsctl.checks.unsupported_conformity import unsupported_conformity
from qmsctl.checks.unsupported_finding import unsupported_finding
from qmsctl.checks.unsupported_nonconformity import unsupported_nonconformity
from qmsctl.checks.untestable_wording import untestable_wording
from qmsctl.checks.untrusted_signature import untrusted_signature
from qmsctl.checks.unverified_action import unverified_action
from qmsctl.checks.unverified_closure import unverified_closure
from qmsctl.checks.unverified_external import unverified_external
from qmsctl.checks.vague_objective import vague_objective
from qmsctl.checks.void_acknowledgement import void_acknowledgement
from qmsctl.checks.weasel_words import weasel_words
from qmsctl.checks.withdrawn_reference import withdrawn_reference
from qmsctl.checks.wrong_value import wrong_value
from qmsctl.rule import AnyRule

__all__ = ["RULES"]

RULES: Final[tuple[AnyRule, ...]] = (
    # documents
    malformed_file,
    unknown_field,
    wrong_value,
    missing_field,
    duplicate_key,
    duplicate_id,
    misfiled_document,
    id_outside_pattern,
    missing_owner,
    unknown_owner,
    placeholder_text,
    missing_section,
    orphan_translation,
    untestable_wording,
    missing_retention,
    exposed_secret,
    personal_number,
    licensed_text,
    vague_objective,
    unquoted_number,
    stray_blanks,
    avoided_word,
    placeholder_value,
    awaited_value,
    departed_file,
    unaccompanied_file,
    # references
    dangling_reference,
    withdrawn_reference,
    unknown_unit,
    unknown_key,
    unnamed_form,
    outdated_legal_basis,
    dangling_mention,
    # clauses
    unknown_clause,
    unclaimed_clause,
    unasked_clause,
    undocumented_clause,
    unexplained_exclusion,
    missing_information,
    unseen_records,
    # dates
    overdue_review,
    future_date,
    unverified_external,
    # revisions and approvals
    unapproved_revision,
    changed_after_approval,
    self_approval,
    orphan_approval,
    revision_approved_twice,
    unfounded_approval,
    unauthorised_approval,
    contradicted_status,
    unchanged_revision,
    retroactive_approval,
    late_recording,
    mismatched_approval,
    succession_gap,
    succession_cycle,
    two_successors,
    backward_revision,
    bulk_approval,
    declared_approval,
    untrusted_signature,
    unread_revision,
    void_acknowledgement,
    # history
    changed_record,
    misfiled_record,
    deleted_record,
    unrecorded_record,
    contested_record,
    renamed_record,
    backward_dates,
    rewritten_history,
    abandoned_change,
    implausible_recording_time,
    borrowed_authorship,
    moved_tag,
    changed_authority,
    # audits
    unanswered_question,
    contested_answer,
    incomplete_plan,
    partial_auditor,
    broken_seal,
    late_record,
    unknown_question,
    unknown_participant,
    unagreed_audit,
    programme_gap,
    late_audit,
    unexplained_move,
    late_programme,
    missing_objectives,
    unprogrammed_audit,
    days_outside_plan,
    incompetent_team,
    own_work_audited,
    overdue_surveillance,
    missed_recertification,
    outlived_edition,
    unknown_entry,
    partial_programme,
    missing_period,
    unevidenced_audit,
    missing_conclusions,
    disordered_audit,
    unexplained_deviation,
    shared_letter,
    double_booked_auditor,
    unscheduled_scope,
    missed_follow_up,
    faulty_entry,
    incomplete_programme,
    unreviewed_programme,
    missing_meeting,
    repeated_question,
    differing_questions,
    double_question,
    leading_question,
    incomplete_checklist,
    # evidence
    unsupported_conformity,
    unexplained_answer,
    missing_attachment,
    altered_attachment,
    orphan_evidence,
    evidence_without_criteria,
    impossible_sample,
    undescribed_sample,
    irreproducible_sample,
    late_entry,
    person_in_evidence,
    unsupported_nonconformity,
    superseded_criterion,
    evidence_outside_plan,
    outsider_evidence,
    # findings
    incomplete_nonconformity,
    unassigned_nonconformity,
    overdue_action,
    unverified_closure,
    softened_nonconformity,
    unsupported_finding,
    self_verified_action,
    duplicate_number,
    unraised_nonconformity,
    proposed_solution,
    weasel_words,
    unmeasured_evidence,
    unjustified_major,
    unmarked_recurrence,
    step_out_of_order,
    overdue_step,
    unanswered_dispute,
    unverified_action,
    unjustified_regrading,
    named_person,
    repeated_evidence,
    unassessed_finding,
    lost_proof,
    unexplained_withdrawal,
    misplaced_finding,
    # settings
    ownerless_process,
    idle_pattern,
    ambiguous_kind,
    unread_folder,
    # waivers
    expired_waiver,
    idle_waiver,
    unauthorised_waiver,
    backward_waiver,
    misdirected_waiver,
    unfounded_waiver,
)
