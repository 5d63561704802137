from django.urls import path

from recommendations.implementation.views import assessments, evidence, workspace

urlpatterns = [
    path("workspace/", workspace.workspace, name="workspace"),
    path("workspace/organisations/new/", workspace.new_organisation, name="organisation-new"),
    path("workspace/tokens/", workspace.my_tokens, name="tokens"),
    path("workspace/tokens/<str:key>/revoke/", workspace.revoke_token, name="token-revoke"),
    path("workspace/assessments/new/<slug:review>/<str:number>/", assessments.new, name="assessment-new"),
    path("workspace/assessments/<int:pk>/", assessments.show, name="assessment"),
    path("workspace/assessments/<int:pk>/edit/", assessments.edit, name="assessment-edit"),
    path("workspace/assessments/<int:pk>/discard/", assessments.discard, name="assessment-discard"),
    path("workspace/assessments/<int:pk>/submit/", assessments.submit, name="assessment-submit"),
    path("workspace/assessments/<int:pk>/publish/", assessments.publish, name="assessment-publish"),
    path("workspace/assessments/<int:pk>/return/", assessments.return_to_author, name="assessment-return"),
    path("workspace/assessments/<int:pk>/withdraw/", assessments.withdraw, name="assessment-withdraw"),
    path("evidence/<int:pk>/file/", evidence.file, name="evidence-file"),
]
