"""Where caseworkers do what the register and the case lead to, below the admin."""

from __future__ import annotations

from django.urls import path

from .assessment import assessing, assigning
from .assessment.progress import ErrandView
from .assessment.redacting import RedactView
from .assessment.release import ReleaseView
from .assessment.selection import SelectionView
from .case import ask_for_more, attachments, by_hand, declaring, pdf
from .export.views import ExportFileView, ExportStatusView, ExportView
from .figures.views import OffersView, OfferView
from .mails import edit, message, outbox, resend, send_all, write
from .mails.mail_text_edit import MailTextView
from .mails.mail_texts import PagesView, PageTextsView
from .register import bulk, listing, saved

urlpatterns = [
    path(
        "inddragelse/register/results/",
        listing.RegisterView.as_view(results_only=True),
        name="inddragelse_register_results",
    ),
    path("inddragelse/register/assign/", bulk.AssignView.as_view(), name="inddragelse_bulk_assign"),
    path(
        "inddragelse/register/outcome/", bulk.OutcomeView.as_view(), name="inddragelse_bulk_outcome"
    ),
    path("inddragelse/register/views/", saved.SaveView.as_view(), name="inddragelse_save_view"),
    path(
        "inddragelse/register/views/<int:pk>/delete/",
        saved.DeleteView.as_view(),
        name="inddragelse_delete_view",
    ),
    path("inddragelse/figures/", OffersView.as_view(), name="inddragelse_figures"),
    path(
        "inddragelse/figures/<int:page_id>/",
        OfferView.as_view(),
        name="inddragelse_offer_figures",
    ),
    path("inddragelse/export/", ExportView.as_view(), name="inddragelse_export"),
    path(
        "inddragelse/export/<int:export_id>/",
        ExportStatusView.as_view(),
        name="inddragelse_export_status",
    ),
    path(
        "inddragelse/export/<int:export_id>/file/",
        ExportFileView.as_view(),
        name="inddragelse_export_file",
    ),
    path(
        "inddragelse/attachments/<int:attachment_id>/",
        attachments.AttachmentView.as_view(),
        name="inddragelse_attachment",
    ),
    path("inddragelse/errands/<int:pk>/", ErrandView.as_view(), name="inddragelse_errand"),
    path("inddragelse/cases/<int:pk>/pdf/", pdf.PdfView.as_view(), name="inddragelse_case_pdf"),
    path(
        "inddragelse/cases/<int:pk>/by-hand/<slug:action>/",
        by_hand.ByHandView.as_view(),
        name="inddragelse_by_hand",
    ),
    path(
        "inddragelse/cases/<int:pk>/declaration/",
        declaring.DeclareView.as_view(),
        name="inddragelse_declare",
    ),
    path(
        "inddragelse/cases/<int:pk>/declarations/<int:declaration_id>/undo/",
        declaring.UndoView.as_view(),
        name="inddragelse_undo_conflict",
    ),
    path(
        "inddragelse/intakes/<int:pk>/declarations/",
        declaring.DeclareRoundView.as_view(),
        name="inddragelse_declare_round",
    ),
    path(
        "inddragelse/cases/<int:pk>/assessment/",
        assessing.AssessView.as_view(),
        name="inddragelse_assess",
    ),
    path(
        "inddragelse/cases/<int:pk>/redaction/",
        RedactView.as_view(),
        name="inddragelse_redact",
    ),
    path(
        "inddragelse/cases/<int:pk>/assign/",
        assigning.AssignView.as_view(),
        name="inddragelse_assign",
    ),
    path(
        "inddragelse/cases/<int:pk>/unassign/<int:assessment_id>/",
        assigning.UnassignView.as_view(),
        name="inddragelse_unassign",
    ),
    path(
        "inddragelse/cases/<int:pk>/more/",
        ask_for_more.AskView.as_view(),
        name="inddragelse_ask_for_more",
    ),
    path(
        "inddragelse/cases/<int:pk>/more/take-back/",
        ask_for_more.TakeBackView.as_view(),
        name="inddragelse_stop_asking",
    ),
    path(
        "inddragelse/intakes/<int:pk>/selection/",
        SelectionView.as_view(),
        name="inddragelse_selection",
    ),
    path(
        "inddragelse/intakes/<int:pk>/assessors/",
        assigning.AssigningView.as_view(),
        name="inddragelse_assigning",
    ),
    path(
        "inddragelse/intakes/<int:pk>/release/",
        ReleaseView.as_view(),
        name="inddragelse_release",
    ),
    path("inddragelse/mail-texts/", PagesView.as_view(), name="inddragelse_mail_texts"),
    path(
        "inddragelse/mail-texts/<int:page_id>/",
        PageTextsView.as_view(),
        name="inddragelse_page_mail_texts",
    ),
    path(
        "inddragelse/mail-texts/<int:page_id>/<slug:occasion>/<slug:language>/",
        MailTextView.as_view(),
        name="inddragelse_mail_text",
    ),
    path("inddragelse/messages/", outbox.OutboxView.as_view(), name="inddragelse_outbox"),
    path(
        "inddragelse/messages/results/",
        outbox.OutboxView.as_view(results_only=True),
        name="inddragelse_outbox_results",
    ),
    path(
        "inddragelse/messages/send/", send_all.SendAllView.as_view(), name="inddragelse_outbox_send"
    ),
    path("inddragelse/messages/write/", write.WriteView.as_view(), name="inddragelse_write"),
    path(
        "inddragelse/messages/<int:pk>/",
        message.MailView.as_view(),
        name="inddragelse_message",
    ),
    path(
        "inddragelse/messages/<int:pk>/edit/",
        edit.EditView.as_view(),
        name="inddragelse_message_edit",
    ),
    path(
        "inddragelse/messages/<int:pk>/resend/",
        resend.ResendView.as_view(),
        name="inddragelse_message_resend",
    ),
]
